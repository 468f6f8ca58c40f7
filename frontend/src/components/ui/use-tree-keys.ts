import {
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react';

interface TreeRow {
  depth: number;
  getCanExpand: () => boolean;
  getIsExpanded: () => boolean;
  toggleExpanded: (open?: boolean) => void;
}

interface TreeKeysOptions<Row extends TreeRow> {
  /** The rows that are open to view, in order. */
  rows: readonly Row[];
  columnCount: number;
  scrollTo: (index: number) => void;
  onOpen: (row: Row) => void;
  container: RefObject<HTMLElement | null>;
}

/** Where the focus is: a row, or one of its cells when column is not -1. */
interface Place {
  row: number;
  column: number;
}

function parentOf(rows: readonly TreeRow[], index: number): number {
  const depth = rows[index]!.depth;
  for (let above = index - 1; above >= 0; above -= 1) {
    if (rows[above]!.depth < depth) return above;
  }
  return index;
}

/** Where a horizontal arrow leads, by the ARIA treegrid pattern; opening or closing a branch stays in place. */
function sideways(rows: readonly TreeRow[], { row, column }: Place, columnCount: number, key: string): Place {
  const here = rows[row]!;
  const closed = here.getCanExpand() && !here.getIsExpanded();
  const open = here.getCanExpand() && here.getIsExpanded();
  if (key === 'ArrowRight') {
    if (column >= 0) return { row, column: Math.min(column + 1, columnCount - 1) };
    if (!closed) return { row, column: 0 };
    here.toggleExpanded(true);
    return { row, column };
  }
  if (column >= 0) return { row, column: column - 1 };
  if (!open) return { row: parentOf(rows, row), column };
  here.toggleExpanded(false);
  return { row, column };
}

/** Keyboard of a tree-grid: one row is in the tab order, the arrows move from it. */
export function useTreeKeys<Row extends TreeRow>(options: TreeKeysOptions<Row>) {
  const { rows, columnCount, scrollTo, onOpen, container } = options;
  const [place, setPlace] = useState<Place>({ row: 0, column: -1 });
  const wanted = useRef<Place>(null);
  const active = { row: Math.min(place.row, Math.max(rows.length - 1, 0)), column: place.column };

  // A row that was scrolled to may exist only after the next render, so every render looks whether it has come.
  useLayoutEffect(() => {
    const target = wanted.current;
    if (target === null) return;
    const row = container.current?.querySelector<HTMLElement>(`[data-index="${target.row}"]`);
    const element =
      target.column < 0 ? row : row?.querySelector<HTMLElement>(`[data-column="${target.column}"]`);
    if (!element) return;
    wanted.current = null;
    element.focus({ preventScroll: target.column < 0 });
  });

  function goTo(next: Place) {
    wanted.current = next;
    setPlace(next);
    if (next.row !== active.row) scrollTo(next.row);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (rows.length === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = rows.length - 1;
    const vertical: Record<string, number> = {
      ArrowDown: active.row + 1,
      ArrowUp: active.row - 1,
      PageDown: active.row + 15,
      PageUp: active.row - 15,
      Home: 0,
      End: last,
    };
    const row = vertical[event.key];
    if (row !== undefined) {
      goTo({ row: Math.min(Math.max(row, 0), last), column: active.column });
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      goTo(sideways(rows, active, columnCount, event.key));
    } else if (event.key === 'Enter') {
      enter(event.currentTarget);
    } else {
      return;
    }
    event.preventDefault();
  }

  function enter(grid: HTMLElement) {
    const cell = grid.querySelector(`[data-index="${active.row}"] [data-column="${active.column}"]`);
    const link = cell?.querySelector<HTMLElement>('a');
    if (link) link.click();
    else onOpen(rows[active.row]!);
  }

  function onFocus(event: FocusEvent<HTMLElement>) {
    const row = event.target.closest<HTMLElement>('[data-index]');
    if (row === null) return;
    const cell = event.target.closest<HTMLElement>('[data-column]');
    const next = { row: Number(row.dataset.index), column: cell === null ? -1 : Number(cell.dataset.column) };
    if (next.row !== active.row || next.column !== active.column) setPlace(next);
  }

  return { active, onKeyDown, onFocus };
}
