import type { TFunction } from 'i18next';
import type { ImpactHeadFragment, ImpactItemFragment } from '@/gql/graphql';
import { formatDecimal, formatMoney } from '@/lib/number';
import { formatAmount } from './amount';
import { tableWord } from './table-words';

type Impact = Pick<ImpactHeadFragment, 'parameter' | 'row' | 'column'>;

/** A figure of an analysis as its parameter is read: an option by its name, a cell as its table shows it, a number with its unit. */
export function figureText(t: TFunction, { parameter, row }: Impact, value: string): string {
  const { unit, options } = parameter;
  if (unit === 'choice') return options.find(({ code }) => code === value)?.label ?? value;
  return row == null ? formatAmount(t, value, unit) : formatDecimal(value);
}

/** The row and the column that are changed; undefined where it is no table. */
export function cellText(t: TFunction, { row, column }: Pick<Impact, 'row' | 'column'>): string | undefined {
  if (row == null || column == null) return undefined;
  return `${tableWord(t, row)} · ${tableWord(t, column)}`;
}

/** A sum more or less, with its sign; none is a zero without one. */
export function moneyDifference(difference: number): string {
  return difference > 0 ? `+${formatMoney(difference)}` : formatMoney(difference);
}

type Compared = Pick<ImpactItemFragment, 'resultBefore' | 'totalBefore' | 'resultAfter' | 'totalAfter'>;

/** Both sides in words; the second is undefined where it says the same. */
export type BeforeAfter = [before: string, after: string | undefined];

export function resultsText(t: TFunction, { resultBefore, resultAfter }: Compared): BeforeAfter {
  const before = t(`computation.result.${resultBefore}`);
  return [before, resultAfter === resultBefore ? undefined : t(`computation.result.${resultAfter}`)];
}

export function totalsText({ totalBefore, totalAfter }: Compared): BeforeAfter {
  return [formatMoney(totalBefore), totalAfter === totalBefore ? undefined : formatMoney(totalAfter)];
}
