import { useEffect } from 'react';
import { forgetKept } from '@/lib/kept-state';
import { listenToTabs } from '@/lib/tabs';
import { sessionState } from './api/session';

/** Follows what other windows do with the session: signing out there signs out here, and drops the drafts. */
export function useOtherTabs(username: string, onSignedOut: () => void): void {
  useEffect(
    () =>
      listenToTabs((message) => {
        if (message === 'signed-out') {
          forgetKept();
          onSignedOut();
        }
        if (message === 'signed-in') void yieldToOther(username, onSignedOut);
      }),
    [username, onSignedOut],
  );
}

/** Another person has signed in with the session that this window uses: it is theirs now. */
async function yieldToOther(username: string, onSignedOut: () => void): Promise<void> {
  const state = await sessionState().catch(() => undefined);
  if (state === undefined || state.username === username) return;
  forgetKept();
  onSignedOut();
}
