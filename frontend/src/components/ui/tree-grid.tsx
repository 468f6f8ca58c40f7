import { CaretDownIcon, CaretRightIcon } from '@/components/ui/icons';
import {
  createExpandedRowModel,
  rowExpandingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type Row as TableRow,
  type RowData,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './tree-grid.module.css';
import { useTreeKeys } from './use-tree-keys';

const features = tableFeatures({ rowExpandingFeature, expandedRowModel: createExpandedRowModel() });

export interface TreeColumn<Node> {
  id: string;
  header: string;
  /** Columns of one group stand under one heading; group columns must be neighbours. */
  group?: string;
  width: string;
  align?: 'right';
  cell: (node: Node) => ReactNode;
}

interface TreeGridProps<Node extends RowData> {
  label: string;
  /** The first column holds the names and the branches. */
  columns: TreeColumn<Node>[];
  roots: Node[];
  idOf: (node: Node) => string;
  childrenOf: (node: Node) => Node[];
  /** Open branches by id; true opens all. */
  expanded: Record<string, boolean> | true;
  onExpandedChange: (expanded: Record<string, boolean> | true) => void;
  onOpen: (node: Node) => void;
  rowHeight?: number;
}

/**
 * A tree with columns by the ARIA treegrid pattern, of which only the rows in sight exist in the page. Right opens a
 * branch or enters the cells, Left closes it or goes to the parent, Home and End go to the ends, Enter opens.
 */
export function TreeGrid<Node extends RowData>(props: TreeGridProps<Node>) {
  const {
    label,
    columns,
    roots,
    idOf,
    childrenOf,
    expanded,
    onExpandedChange,
    onOpen,
    rowHeight = 32,
  } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const definitions = useMemo(
    () => columns.map(({ id }) => ({ id }) as ColumnDef<typeof features, Node>),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: roots,
    getRowId: (node) => idOf(node),
    getSubRows: (node) => childrenOf(node),
    state: { expanded },
    onExpandedChange: (change) => onExpandedChange(typeof change === 'function' ? change(expanded) : change),
    autoResetExpanded: false,
  });
  const rows = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rows[index]!.id,
  });
  const items = virtualizer.getVirtualItems();
  const keys = useTreeKeys({
    rows,
    columnCount: columns.length,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    onOpen: (row) => onOpen(row.original),
    container: scroller,
  });
  const activeIsInSight = items.some(({ index }) => index === keys.active.row);
  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };

  return (
    <div ref={scroller} className={styles.scroller}>
      <div
        role="treegrid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        className={styles.grid}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
      >
        <Head columns={columns} template={template} />
        <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }, place) => {
            const row = rows[index]!;
            const tabbable = activeIsInSight ? index === keys.active.row : place === 0;
            return (
              <div
                key={row.id}
                role="row"
                data-index={index}
                aria-rowindex={index + 2}
                aria-level={row.depth + 1}
                aria-expanded={row.getCanExpand() ? row.getIsExpanded() : undefined}
                tabIndex={tabbable ? 0 : -1}
                className={styles.row}
                style={{ ...template, height: rowHeight, transform: `translateY(${start}px)` }}
              >
                {columns.map((column, number) => (
                  <div
                    key={column.id}
                    role={number === 0 ? 'rowheader' : 'gridcell'}
                    aria-colindex={number + 1}
                    data-column={number}
                    tabIndex={-1}
                    className={column.align === 'right' ? styles.right : styles.cell}
                  >
                    {number === 0 && (
                      <Twisty
                        row={row}
                        openLabel={t('common.tree.open')}
                        closeLabel={t('common.tree.close')}
                      />
                    )}
                    {column.cell(row.original)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Twisty<Node extends RowData>(props: {
  row: TableRow<typeof features, Node>;
  openLabel: string;
  closeLabel: string;
}) {
  const { row, openLabel, closeLabel } = props;
  const indent = { marginLeft: row.depth * 16 };
  if (!row.getCanExpand()) return <span className={styles.leaf} style={indent} />;
  const open = row.getIsExpanded();
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.twisty}
      style={indent}
      aria-label={open ? closeLabel : openLabel}
      onClick={() => row.toggleExpanded()}
    >
      {open ? <CaretDownIcon /> : <CaretRightIcon />}
    </button>
  );
}

function Head<Node>({ columns, template }: { columns: TreeColumn<Node>[]; template: object }) {
  const groups: { name: string | undefined; span: number }[] = [];
  for (const { group } of columns) {
    const last = groups.at(-1);
    if (last && group !== undefined && last.name === group) last.span += 1;
    else groups.push({ name: group, span: 1 });
  }
  const grouped = groups.some(({ name }) => name !== undefined);
  return (
    <div role="rowgroup" className={styles.head}>
      {grouped && (
        <div className={styles.groups} style={template} aria-hidden>
          {groups.map(({ name, span }, index) => (
            <div key={index} style={{ gridColumn: `span ${span}` }} data-named={name !== undefined}>
              {name}
            </div>
          ))}
        </div>
      )}
      <div role="row" aria-rowindex={1} className={styles.headRow} style={template}>
        {columns.map(({ id, header, group, align }, index) => (
          <div
            key={id}
            role="columnheader"
            aria-colindex={index + 1}
            className={align === 'right' ? styles.right : styles.cell}
          >
            {group !== undefined && <span className="visually-hidden">{group}: </span>}
            {header}
          </div>
        ))}
      </div>
    </div>
  );
}
