import { intParam, textParam } from '@/lib/search-params';

export interface PositionSearch {
  q?: string;
  group?: string;
  /** Cursor of the last row of the page before, and how many rows came before it. */
  after?: string;
  skip?: number;
}

export function parsePositionSearch(search: Record<string, unknown>): PositionSearch {
  return {
    q: textParam(search.q),
    group: textParam(search.group),
    after: textParam(search.after),
    skip: intParam(search.skip),
  };
}
