import type { PagePlace } from '@/lib/page-moves';
import { intParam, textParam } from '@/lib/search-params';

export interface HeadcountSearch {
  /** The unit drilled down to; absent, all that the reader may see. */
  unit?: string;
}

export function parseHeadcountSearch(search: Record<string, unknown>): HeadcountSearch {
  return { unit: textParam(search.unit) };
}

export function parseOverQuotaSearch(search: Record<string, unknown>): PagePlace {
  return { after: textParam(search.after), skip: intParam(search.skip) };
}
