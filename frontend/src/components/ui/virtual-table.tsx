import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Column } from './data-table';
import styles from './virtual-table.module.css';

interface VirtualTableProps<Row> {
  caption: string;
  columns: (Column<Row> & { width: string })[];
  rows: Row[];
  /** Rows in all, those not loaded yet included. */
  total: number;
  /** Called when the end of what is loaded comes into sight. */
  onNearEnd: () => void;
}

/**
 * A long read-only table of which only the rows in sight exist in the page; rows take the height of their text. On a
 * narrow screen the cells of a row stand under one another, each behind the title of its column.
 */
export function VirtualTable<Row>({ caption, columns, rows, total, onNearEnd }: VirtualTableProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 36,
    overscan: 10,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= rows.length - 15) onNearEnd();
  }, [last, rows.length, onNearEnd]);
  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };

  return (
    <div ref={scroller} className={styles.scroller} tabIndex={0} role="group" aria-label={caption}>
      <div role="table" aria-label={caption} aria-rowcount={total + 1} className={styles.table}>
        <div role="rowgroup" className={styles.head}>
          <div role="row" aria-rowindex={1} className={styles.headRow} style={template}>
            {columns.map(({ id, header }) => (
              <div key={id} role="columnheader" className={styles.cell}>
                {header}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start, key }) => (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              role="row"
              aria-rowindex={index + 2}
              className={styles.row}
              style={{ ...template, transform: `translateY(${start}px)` }}
            >
              {columns.map(({ id, header, cell, align }) => (
                <div
                  key={id}
                  role="cell"
                  data-header={header}
                  className={align === 'right' ? styles.right : styles.cell}
                >
                  {cell(rows[index]!)}
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
