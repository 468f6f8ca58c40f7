import { intParam, oneOfParam, textParam } from '@/lib/search-params';

export const userStates = ['ACTIVE', 'DISABLED', 'UNUSED'] as const;
export type UserState = (typeof userStates)[number];

/** Where a page of a list starts: the cursor before it and the rows before it. */
interface Place {
  after?: string;
  skip?: number;
}

const parsePlace = (search: Record<string, unknown>): Place => ({
  after: textParam(search.after),
  skip: intParam(search.skip),
});

export interface UserSearch extends Place {
  q?: string;
  state?: UserState;
  role?: string;
  unit?: string;
  /** `own` leaves out those whose roles are at the units below. */
  reach?: 'own';
  /** The user whose panel is open. */
  open?: string;
}

export function parseUserSearch(search: Record<string, unknown>): UserSearch {
  return {
    ...parsePlace(search),
    q: textParam(search.q),
    state: oneOfParam(search.state, userStates),
    role: textParam(search.role),
    unit: textParam(search.unit),
    reach: oneOfParam(search.reach, ['own'] as const),
    open: textParam(search.open),
  };
}

export interface GrantSearch extends Place {
  q?: string;
  role?: string;
  unit?: string;
  reach?: 'own';
  /** Only grants that somebody lent. */
  lent?: 'yes';
  /** Only grants whose review is due. */
  due?: 'yes';
}

export function parseGrantSearch(search: Record<string, unknown>): GrantSearch {
  return {
    ...parsePlace(search),
    q: textParam(search.q),
    role: textParam(search.role),
    unit: textParam(search.unit),
    reach: oneOfParam(search.reach, ['own'] as const),
    lent: oneOfParam(search.lent, ['yes'] as const),
    due: oneOfParam(search.due, ['yes'] as const),
  };
}

export interface AccessSearch {
  /** The user whose rights are shown. */
  user?: string;
}

export function parseAccessSearch(search: Record<string, unknown>): AccessSearch {
  return { user: textParam(search.user) };
}

export type ReviewListSearch = Place;
export const parseReviewListSearch: (search: Record<string, unknown>) => ReviewListSearch = parsePlace;

export interface ReviewSearch extends Place {
  /** Only what the reader is to decide. */
  mine?: 'yes';
  /** Only what nobody has decided yet. */
  open?: 'yes';
}

export function parseReviewSearch(search: Record<string, unknown>): ReviewSearch {
  return {
    ...parsePlace(search),
    mine: oneOfParam(search.mine, ['yes'] as const),
    open: oneOfParam(search.open, ['yes'] as const),
  };
}
