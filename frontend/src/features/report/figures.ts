import type { PeriodReportQuery } from '@/gql/graphql';

export type PeriodFigure = PeriodReportQuery['periodReport']['figures'][number];

export interface FigureGroup {
  /** The first part of the keys: headcount, recruited, promoted, … */
  domain: string;
  figures: PeriodFigure[];
}

/** The figures in the order of the report, those of one subject together. */
export function grouped(figures: readonly PeriodFigure[]): FigureGroup[] {
  const groups = new Map<string, PeriodFigure[]>();
  for (const figure of figures) {
    const domain = figure.key.split('.')[0]!;
    groups.set(domain, [...(groups.get(domain) ?? []), figure]);
  }
  return [...groups].map(([domain, members]) => ({ domain, figures: members }));
}
