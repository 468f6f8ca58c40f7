import { oneOfParam } from '@/lib/search-params';

export const accountTabs = ['sessions', 'password', 'second-factor', 'delegations'] as const;
export type AccountTab = (typeof accountTabs)[number];

export interface AccountSearch {
  tab?: AccountTab;
}

export function parseAccountSearch(search: Record<string, unknown>): AccountSearch {
  return { tab: oneOfParam(search.tab, accountTabs) };
}
