import type { TFunction } from 'i18next';
import type { ComputationResult } from '@/gql/graphql';
import { formatMoney, formatNumber } from '@/lib/number';

/** "+12.500.000 đ" or "−3.000.000 đ"; no difference is said in words. */
export function differenceText(t: TFunction, difference: number): string {
  if (difference === 0) return t('computation.present.same');
  return difference > 0 ? `+${formatMoney(difference)}` : formatMoney(difference);
}

interface Reasoned {
  result: ComputationResult;
  problem?: string | null;
  outcome?: { reasons: readonly { message: string }[] } | null;
}

/** Why nothing is owed: the first reason against the benefit, or why it could not be computed; undefined where it is owed. */
export function whyNot({ result, problem, outcome }: Reasoned): string | undefined {
  if (result === 'REFUSED') return problem ?? undefined;
  return result === 'INELIGIBLE' ? outcome?.reasons[0]?.message : undefined;
}

/** What a batch is called before somebody calls it otherwise: what it is, of whom, of which day. */
export function proposedTitle(t: TFunction, unitName: string | undefined, day: string): string {
  return t('computation.form.proposedTitle', { unit: unitName ?? t('computation.everyUnit'), day });
}

/** "312 người". */
export function peopleText(t: TFunction, count: number): string {
  return t('computation.people', { text: formatNumber(count) });
}
