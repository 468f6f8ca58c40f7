import type { RecordChangeState } from '@/gql/graphql';
import { intParam, oneOfParam, textParam } from '@/lib/search-params';

/** The states of the filter; what waits comes first and is what an address without a state shows. */
export const changeStates = ['PENDING', 'VERIFIED', 'REJECTED', 'ALL'] as const;
export type ChangeStateFilter = (typeof changeStates)[number];

export interface ChangeSearch {
  state?: Exclude<ChangeStateFilter, 'PENDING'>;
  /** Cursor of the last row of the page before, and how many rows came before it. */
  after?: string;
  skip?: number;
}

export function parseChangeSearch(search: Record<string, unknown>): ChangeSearch {
  return {
    state: oneOfParam(search.state, ['VERIFIED', 'REJECTED', 'ALL'] as const),
    after: textParam(search.after),
    skip: intParam(search.skip),
  };
}

/** What the API is asked for: nothing stands for every state. */
export function askedState(state: ChangeStateFilter = 'PENDING'): RecordChangeState | undefined {
  return state === 'ALL' ? undefined : state;
}
