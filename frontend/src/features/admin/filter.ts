import type { GrantFilter, UserFilter } from '@/gql/graphql';
import type { GrantSearch, UserSearch } from './search';

/** The filters of the address in the server's words. Absent members stay absent: the API takes no null. */
export function userFilterOf(search: UserSearch): UserFilter {
  return {
    search: search.q,
    state: search.state,
    role: search.role,
    unit: search.unit,
    includeSubunits: search.reach !== 'own',
  };
}

export function grantFilterOf(search: GrantSearch, asOf: string): GrantFilter {
  return {
    asOf,
    search: search.q,
    role: search.role,
    unit: search.unit,
    includeSubunits: search.reach !== 'own',
    delegated: search.lent === undefined ? undefined : true,
    reviewDue: search.due === undefined ? undefined : true,
  };
}
