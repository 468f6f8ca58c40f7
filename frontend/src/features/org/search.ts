import { intParam, oneOfParam, textParam } from '@/lib/search-params';

export const unitTabs = ['people', 'positions', 'headcount', 'timeline'] as const;
export type UnitTab = (typeof unitTabs)[number];

export interface TreeSearch {
  /** Words a unit's name or code must contain. */
  q?: string;
  /** Only units over their quota, with the units above them. */
  only?: 'over';
}

export function parseTreeSearch(search: Record<string, unknown>): TreeSearch {
  return { q: textParam(search.q), only: oneOfParam(search.only, ['over'] as const) };
}

export interface UnitSearch {
  tab?: UnitTab;
  /** Where the page of people starts: the cursor before it and the rows before it. */
  after?: string;
  skip?: number;
}

export function parseUnitSearch(search: Record<string, unknown>): UnitSearch {
  return {
    tab: oneOfParam(search.tab, unitTabs),
    after: textParam(search.after),
    skip: intParam(search.skip),
  };
}
