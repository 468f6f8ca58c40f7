import { ArrowDownIcon, ArrowUpIcon } from '@/components/ui/icons';
import type { KeyboardEvent, ReactNode } from 'react';
import { useNarrow } from '@/lib/use-narrow';
import { DataCards } from './data-cards';
import styles from './data-table.module.css';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: 'right';
  /** A CSS width, for tables under one another whose columns should line up. */
  width?: string;
  /** Present on columns that sort; the direction when the table is sorted by it. */
  sort?: { direction: 'ASC' | 'DESC' | undefined; toggle: () => void };
  /** On narrow screens only the first column and those marked so are shown. */
  inCard?: boolean;
}

interface DataTableProps<Row> {
  /** Names the table to those who do not see it. */
  caption: string;
  /** The first column names the row. */
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** Marks the row whose details are open. */
  current?: string;
  onOpen?: (row: Row) => void;
  /** A total, printed in bold. */
  isTotal?: (row: Row) => boolean;
  /** Scrolls inside itself with its header and first column standing still. */
  tall?: boolean;
}

/** Arrow keys move between rows: the focus goes to the first link or button of the row. */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const rows = [...event.currentTarget.querySelectorAll('[data-row]')];
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const target = rows[here + step]?.querySelector<HTMLElement>('a, button');
  if (here < 0 || !target) return;
  event.preventDefault();
  target.focus();
}

function HeaderCell<Row>({ column }: { column: Column<Row> }) {
  const { header, align, sort } = column;
  const direction = sort?.direction;
  const ariaSort = direction === undefined ? undefined : direction === 'ASC' ? 'ascending' : 'descending';
  return (
    <th scope="col" className={align === 'right' ? styles.right : undefined} aria-sort={ariaSort}>
      {sort === undefined ? (
        header
      ) : (
        <button type="button" className={styles.sort} onClick={sort.toggle}>
          {header}
          {direction === 'ASC' && <ArrowUpIcon />}
          {direction === 'DESC' && <ArrowDownIcon />}
        </button>
      )}
    </th>
  );
}

/** A plain table with a sticky header and first column; a list of cards on a narrow screen. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, current, onOpen, isTotal, tall = false } = props;
  const narrow = useNarrow();
  if (narrow) return <DataCards {...props} />;
  return (
    <div className={tall ? styles.tall : styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles.table} onKeyDown={moveBetweenRows}>
        <caption className="visually-hidden">{caption}</caption>
        {columns.some(({ width }) => width) && (
          <colgroup>
            {columns.map(({ id, width }) => (
              <col key={id} style={{ width }} />
            ))}
          </colgroup>
        )}
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = rowKey(row);
            return (
              <tr
                key={key}
                data-row={key}
                data-total={isTotal?.(row) || undefined}
                data-opens={onOpen ? true : undefined}
                aria-current={key === current ? 'true' : undefined}
                onClick={(event) => {
                  if ((event.target as Element).closest('a, button, input, [role="img"]')) return;
                  onOpen?.(row);
                }}
              >
                {columns.map(({ id, cell, align }, index) => {
                  const className = align === 'right' ? styles.right : undefined;
                  return index === 0 ? (
                    <th key={id} scope="row" className={className}>
                      {cell(row)}
                    </th>
                  ) : (
                    <td key={id} className={className}>
                      {cell(row)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
