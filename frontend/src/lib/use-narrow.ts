import { useSyncExternalStore } from 'react';

const narrow =
  typeof window === 'undefined' || !window.matchMedia ? null : window.matchMedia('(max-width: 800px)');

function subscribe(listener: () => void): () => void {
  narrow?.addEventListener('change', listener);
  return () => narrow?.removeEventListener('change', listener);
}

/** Whether the screen is too narrow for tables: a phone, or a desktop page at 200 % zoom. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow?.matches ?? false);
}
