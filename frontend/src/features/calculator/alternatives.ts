import type { AlternativeFragment } from '@/gql/graphql';
import { formatMoney } from '@/lib/number';

interface Divided<A> {
  /** Under which something else comes out. */
  other: A[];
  /** Under which the same comes out. */
  same: A[];
}

export function divided<A extends Pick<AlternativeFragment, 'differs'>>(
  alternatives: readonly A[],
): Divided<A> {
  return {
    other: alternatives.filter(({ differs }) => differs),
    same: alternatives.filter(({ differs }) => !differs),
  };
}

/** How much more or less would be owed, with its sign; undefined where it is no money, or as much. */
export function differenceOf(
  { total }: Pick<AlternativeFragment, 'total'>,
  taken: number | undefined,
): string | undefined {
  if (total == null || taken === undefined || total === taken) return undefined;
  const difference = total - taken;
  return difference > 0 ? `+${formatMoney(difference)}` : formatMoney(difference);
}
