import type { StaffFilter } from '@/gql/graphql';
import type { StaffSearch } from './search';

/** The filter of the address in the server's words. Absent members stay absent: the API takes no null. */
export function filterOf(search: StaffSearch, asOf: string): StaffFilter {
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
