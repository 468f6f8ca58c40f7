import { dateParam, intParam, listParam, oneOfParam, textParam } from '@/lib/search-params';

export const staffClasses = [
  'CADRE',
  'CIVIL_SERVANT',
  'PUBLIC_EMPLOYEE',
  'CONTRACT',
  'COMMUNE_NON_PROFESSIONAL',
  'VILLAGE_NON_PROFESSIONAL',
  'COMMUNE_EXTENSION',
] as const;
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

export interface StaffSearch {
  q?: string;
  unit?: string;
  /** `own` leaves out the people of the units below. */
  reach?: 'own';
  class?: (typeof staffClasses)[number][];
  category?: string[];
  grade?: string[];
  position?: string;
  /** Only records with this gap in their data. */
  gap?: string;
  /** Only those whose pension starts in these days, both included. */
  retiresFrom?: string;
  retiresTo?: string;
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

function within<T extends string>(value: unknown, allowed: readonly T[]): T[] | undefined {
  const chosen = listParam(value)?.filter((item): item is T => (allowed as readonly string[]).includes(item));
  return chosen?.length ? chosen : undefined;
}

export function parseStaffSearch(search: Record<string, unknown>): StaffSearch {
  return {
    q: textParam(search.q),
    unit: textParam(search.unit),
    reach: oneOfParam(search.reach, ['own'] as const),
    class: within(search.class, staffClasses),
    category: listParam(search.category),
    grade: listParam(search.grade),
    position: textParam(search.position),
    gap: textParam(search.gap),
    retiresFrom: dateParam(search.retiresFrom),
    retiresTo: dateParam(search.retiresTo),
    sort: oneOfParam(search.sort, sortFields),
    dir: oneOfParam(search.dir, ['DESC'] as const),
    cols: within(search.cols, staffColumns),
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
