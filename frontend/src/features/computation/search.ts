import type { ComputationResult } from '@/gql/graphql';
import type { PagePlace } from '@/lib/page-moves';
import { intParam, oneOfParam, textParam } from '@/lib/search-params';

export const results = ['ELIGIBLE', 'INELIGIBLE', 'REFUSED'] as const;

export function parseBatchListSearch(search: Record<string, unknown>): PagePlace {
  return { after: textParam(search.after), skip: intParam(search.skip) };
}

export interface BatchSearch extends PagePlace {
  result?: ComputationResult;
}

export function parseBatchSearch(search: Record<string, unknown>): BatchSearch {
  return { ...parseBatchListSearch(search), result: oneOfParam(search.result, results) };
}
