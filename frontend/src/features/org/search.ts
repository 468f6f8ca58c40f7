import { intParam, oneOfParam, textParam } from '@/lib/search-params';

export const unitTabs = ['people', 'positions', 'headcount', 'timeline'] as const;

/** What one must be allowed to see for a tab to be there. */
export const tabRights: Record<UnitTab, string> = {
  people: 'staff.core:read',
  positions: 'position.catalogue:read',
  headcount: 'report.headcount:read',
  timeline: 'org.unit:read',
};
export type UnitTab = (typeof unitTabs)[number];

export interface TreeSearch {
  /** Words a unit's name or code must contain. */
  q?: string;
  /** Only units over their quota, with the units above them. */
  only?: 'over';
  /** Of the list without figures: the cursor before the page and the rows before it. */
  after?: string;
  skip?: number;
}

export function parseTreeSearch(search: Record<string, unknown>): TreeSearch {
  return {
    q: textParam(search.q),
    only: oneOfParam(search.only, ['over'] as const),
    after: textParam(search.after),
    skip: intParam(search.skip),
  };
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
