import { intParam, manyOfParam, oneOfParam, textParam } from '@/lib/search-params';
import { parseStaffFilter, type StaffFilterSearch } from '@/lib/staff-filter';

export const sortFields = ['NAME', 'CODE', 'UNIT', 'GRADE', 'BIRTH_DATE'] as const;
export const pageSizes = [20, 50, 100] as const;
export const staffColumns = [
  'code',
  'birthDate',
  'sex',
  'staffClass',
  'position',
  'unit',
  'grade',
  'step',
  'coefficient',
  'rating',
] as const;
export type StaffColumn = (typeof staffColumns)[number];
export const defaultColumns: readonly StaffColumn[] = [
  'code',
  'birthDate',
  'position',
  'unit',
  'grade',
  'step',
  'rating',
];

export interface StaffSearch extends StaffFilterSearch {
  sort?: (typeof sortFields)[number];
  dir?: 'DESC';
  cols?: StaffColumn[];
  size?: number;
  /** Cursor of the last row of the page before, and how many rows came before it. */
  after?: string;
  skip?: number;
  /** The person whose panel is open. */
  open?: string;
}

export function parseStaffSearch(search: Record<string, unknown>): StaffSearch {
  return {
    ...parseStaffFilter(search),
    sort: oneOfParam(search.sort, sortFields),
    dir: oneOfParam(search.dir, ['DESC'] as const),
    cols: manyOfParam(search.cols, staffColumns),
    size: intParam(search.size, pageSizes),
    after: textParam(search.after),
    skip: intParam(search.skip),
    open: textParam(search.open),
  };
}

export const staffTabs = ['record', 'benefits', 'timeline', 'changes'] as const;
export type StaffTab = (typeof staffTabs)[number];

export interface StaffPageSearch {
  tab?: StaffTab;
}

export function parseStaffPageSearch(search: Record<string, unknown>): StaffPageSearch {
  return { tab: oneOfParam(search.tab, staffTabs) };
}
