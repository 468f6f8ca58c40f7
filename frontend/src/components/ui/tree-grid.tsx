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
import { memo, useMemo, useRef, type ReactNode } from 'react';
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
    overscan: 8,
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
  const template = useMemo(() => columns.map(({ width }) => width).join(' '), [columns]);

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
            return (
              <GridRow
                key={row.id}
                row={row}
                index={index}
                start={start}
                height={rowHeight}
                expanded={row.getCanExpand() ? row.getIsExpanded() : undefined}
                tabbable={activeIsInSight ? index === keys.active.row : place === 0}
                columns={columns}
                template={template}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface GridRowProps<Node extends RowData> {
  row: TableRow<typeof features, Node>;
  index: number;
  start: number;
  height: number;
  /** Undefined on a leaf. */
  expanded: boolean | undefined;
  tabbable: boolean;
  columns: TreeColumn<Node>[];
  template: string;
}

function PlainRow<Node extends RowData>(props: GridRowProps<Node>) {
  const { row, index, start, height, expanded, tabbable, columns, template } = props;
  return (
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-level={row.depth + 1}
      aria-expanded={expanded}
      tabIndex={tabbable ? 0 : -1}
      className={styles.row}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${start}px)` }}
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
            <Twisty depth={row.depth} expanded={expanded} onToggle={() => row.toggleExpanded()} />
          )}
          {column.cell(row.original)}
        </div>
      ))}
    </div>
  );
}

/** Scrolling renders only the rows that come into sight: the others are the same as before. */
const GridRow = memo(PlainRow) as typeof PlainRow;

function Twisty(props: { depth: number; expanded: boolean | undefined; onToggle: () => void }) {
  const { depth, expanded, onToggle } = props;
  const { t } = useTranslation();
  const indent = { marginLeft: depth * 16 };
  if (expanded === undefined) return <span className={styles.leaf} style={indent} />;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.twisty}
      style={indent}
      aria-label={t(expanded ? 'common.tree.close' : 'common.tree.open')}
      onClick={onToggle}
    >
      {expanded ? <CaretDownIcon /> : <CaretRightIcon />}
    </button>
  );
}

function Head<Node>({ columns, template }: { columns: TreeColumn<Node>[]; template: string }) {
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
        <div className={styles.groups} style={{ gridTemplateColumns: template }} aria-hidden>
          {groups.map(({ name, span }, index) => (
            <div key={index} style={{ gridColumn: `span ${span}` }} data-named={name !== undefined}>
              {name}
            </div>
          ))}
        </div>
      )}
      <div role="row" aria-rowindex={1} className={styles.headRow} style={{ gridTemplateColumns: template }}>
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
