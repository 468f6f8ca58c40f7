import type { RuleValuePartsFragment } from '@/gql/graphql';

type Value = Pick<RuleValuePartsFragment, 'value' | 'text' | 'from' | 'to' | 'rows'>;

/** A cell of a table that differs from the table before; null where the row or the column was not there. */
export interface CellChange {
  row: string;
  column: string;
  before: string | null;
  after: string | null;
}

/** What a value changed of the one before it. */
export type Change =
  | { kind: 'first' }
  /** Between the two, nothing was loaded: from included, to excluded. */
  | { kind: 'gap'; from: string; to: string }
  | { kind: 'number'; difference: string; share: number | undefined }
  | { kind: 'cells'; cells: CellChange[] }
  | { kind: 'option'; before: string }
  /** The same figure, on another authority. */
  | { kind: 'same' };

/** Values oldest first, each with what it changed. */
export function changesOf(values: readonly Value[]): Change[] {
  return values.map((value, index) => {
    const before = values[index - 1];
    return before === undefined ? { kind: 'first' } : changeOf(before, value);
  });
}

function changeOf(before: Value, after: Value): Change {
  if (before.to && before.to < after.from) return { kind: 'gap', from: before.to, to: after.from };
  if (after.rows.length > 0) {
    const cells = cellChanges(before, after);
    return cells.length > 0 ? { kind: 'cells', cells } : { kind: 'same' };
  }
  if (before.value === after.value) return { kind: 'same' };
  const difference = subtract(after.value, before.value);
  if (difference === undefined) return { kind: 'option', before: before.text };
  if (difference === '0') return { kind: 'same' };
  const from = Number(before.value);
  return { kind: 'number', difference, share: from === 0 ? undefined : Number(difference) / Math.abs(from) };
}

function cellChanges(before: Value, after: Value): CellChange[] {
  const old = tableOf(before);
  const now = tableOf(after);
  const rows = new Set([...now.keys(), ...old.keys()]);
  return [...rows].flatMap((row) => {
    const was = old.get(row);
    const is = now.get(row);
    const columns = new Set([...(is?.keys() ?? []), ...(was?.keys() ?? [])]);
    return [...columns]
      .map((column) => ({ row, column, before: was?.get(column) ?? null, after: is?.get(column) ?? null }))
      .filter((cell) => !same(cell.before, cell.after));
  });
}

function same(before: string | null, after: string | null): boolean {
  if (before === null || after === null) return before === after;
  return subtract(after, before) === '0';
}

function tableOf({ rows }: Value): Map<string, Map<string, string>> {
  return new Map(
    rows.map(({ key, cells }) => [key, new Map(cells.map((cell) => [cell.column, cell.value]))]),
  );
}

/** The columns of a table in the order in which its rows bring them. */
export function columnsOf(rows: Value['rows']): string[] {
  return [...new Set(rows.flatMap(({ cells }) => cells.map(({ column }) => column)))];
}

const decimal = /^(-?)(\d+)(?:\.(\d+))?$/;

/** a less b, exactly: money passes no binary fraction. Undefined where one of them is no number. */
export function subtract(a: string, b: string): string | undefined {
  const left = decimal.exec(a);
  const right = decimal.exec(b);
  if (!left || !right) return undefined;
  const places = Math.max(left[3]?.length ?? 0, right[3]?.length ?? 0);
  const scaled = ([, sign, whole, fraction = '']: RegExpExecArray) =>
    BigInt(`${sign}${whole}${fraction.padEnd(places, '0')}`);
  return unscaled(scaled(left) - scaled(right), places);
}

/** A whole number of 10^-places as a decimal without zeros at its end. */
function unscaled(value: bigint, places: number): string {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  const plain = fraction === '' ? whole : `${whole}.${fraction}`;
  return value < 0n ? `-${plain}` : plain;
}
