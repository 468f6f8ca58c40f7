import { intParam, textParam } from '@/lib/search-params';

export interface DecisionListSearch {
  /** Words of the number or the title. */
  q?: string;
  /** Cursor of the last row of the page before, and how many rows came before it. */
  after?: string;
  skip?: number;
}

export function parseDecisionListSearch(search: Record<string, unknown>): DecisionListSearch {
  return { q: textParam(search.q), after: textParam(search.after), skip: intParam(search.skip) };
}
