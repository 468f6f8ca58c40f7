import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { PagePlace } from './page-moves';

/** Changes in the address what a list shows; whatever changes, the list starts at its first page unless told where. */
export function useListChange<Search extends PagePlace>(): (next: Partial<Search>) => void {
  const navigate = useNavigate();
  return useCallback(
    (next) =>
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({
          ...before,
          after: undefined,
          skip: undefined,
          ...next,
        }),
      }),
    [navigate],
  );
}
