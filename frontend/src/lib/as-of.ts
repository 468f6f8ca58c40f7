import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { today } from './day';

/** The date the reader looks at, from the address; today when the address names none. */
export function useAsOf(): string {
  const { asOf } = useSearch({ from: '/inside' });
  return asOf ?? today();
}

/** Looks at another date on the same page. Today is written as no date at all, so that a kept link stays current. */
export function useSetAsOf(): (day: string | undefined) => void {
  const navigate = useNavigate();
  return useCallback(
    (day) => {
      const asOf = day === today() ? undefined : day;
      // A page of a list belongs to its date: the cursor goes with it.
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({ ...before, asOf, after: undefined, skip: undefined }),
      });
    },
    [navigate],
  );
}
