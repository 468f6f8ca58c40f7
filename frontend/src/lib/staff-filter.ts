import type { StaffFilter } from '@/gql/graphql';
import { dateParam, listParam, manyOfParam, oneOfParam, textParam } from './search-params';

export const staffClasses = [
  'CADRE',
  'CIVIL_SERVANT',
  'PUBLIC_EMPLOYEE',
  'CONTRACT',
  'COMMUNE_NON_PROFESSIONAL',
  'VILLAGE_NON_PROFESSIONAL',
  'COMMUNE_EXTENSION',
] as const;

/** Which people a list holds, as addresses say it. */
export interface StaffFilterSearch {
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
}

/** Only what says which people: of the address of a list its order, columns and page stay behind. */
export function parseStaffFilter(search: Record<string, unknown>): StaffFilterSearch {
  return {
    q: textParam(search.q),
    unit: textParam(search.unit),
    reach: oneOfParam(search.reach, ['own'] as const),
    class: manyOfParam(search.class, staffClasses),
    category: listParam(search.category),
    grade: listParam(search.grade),
    position: textParam(search.position),
    gap: textParam(search.gap),
    retiresFrom: dateParam(search.retiresFrom),
    retiresTo: dateParam(search.retiresTo),
  };
}

/** The filter of the address in the server's words. Absent members stay absent: the API takes no null. */
export function filterOf(search: StaffFilterSearch, asOf?: string): StaffFilter {
  return {
    asOf,
    search: search.q,
    unit: search.unit,
    includeSubunits: search.reach !== 'own',
    staffClasses: search.class,
    headcountCategories: search.category,
    grades: search.grade,
    positions: search.position === undefined ? undefined : [search.position],
    gap: search.gap,
    retiresFrom: search.retiresFrom,
    retiresTo: search.retiresTo,
  };
}
