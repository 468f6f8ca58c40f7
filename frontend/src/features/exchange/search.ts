import { oneOfParam, textParam } from '@/lib/search-params';

export const importKinds = ['units', 'quotas', 'staff', 'grants'] as const;
export type ImportKind = (typeof importKinds)[number];

export interface ImportSearch {
  kind?: ImportKind;
  /** The job whose outcome is shown. */
  job?: string;
  /** Whether that job only checked or wrote. */
  mode?: 'check' | 'apply';
}

export function parseImportSearch(search: Record<string, unknown>): ImportSearch {
  return {
    kind: oneOfParam(search.kind, importKinds),
    job: textParam(search.job),
    mode: oneOfParam(search.mode, ['check', 'apply'] as const),
  };
}
