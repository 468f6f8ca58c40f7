import type { SeparationComparisonQuery } from '@/gql/graphql';

export type Outcome = SeparationComparisonQuery['separationComparison'][number];

/** The outcomes as a matrix: a row per leaving month, a column per regime. */
export interface Comparison {
  regimes: string[];
  rows: { month: string; outcomes: (Outcome | undefined)[] }[];
  /** The highest total of those that are owed; undefined when nothing is owed in any month. */
  highest: number | undefined;
}

export function comparisonOf(outcomes: readonly Outcome[]): Comparison {
  const regimes = [...new Set(outcomes.map(({ regimeCode }) => regimeCode))];
  const months = [...new Set(outcomes.map(({ leavingDate }) => leavingDate))].sort();
  const totals = outcomes.filter(({ eligible }) => eligible).map(({ total }) => total);
  return {
    regimes,
    rows: months.map((month) => ({
      month,
      outcomes: regimes.map((regime) =>
        outcomes.find((item) => item.leavingDate === month && item.regimeCode === regime),
      ),
    })),
    highest: totals.length > 0 ? Math.max(...totals) : undefined,
  };
}
