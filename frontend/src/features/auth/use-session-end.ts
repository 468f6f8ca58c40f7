import { useCallback, useEffect, useState } from 'react';
import { listenToTabs } from '@/lib/tabs';
import { sessionEnd, type SessionEnd } from './api/session';

/** Milliseconds before the end from which on it is said. */
const ahead = 10 * 60_000;
/** Milliseconds between two looks at the clock. */
const look = 15_000;

export interface Ending extends SessionEnd {
  over: boolean;
}

/**
 * The end of the session once it is near; `ask` asks the server when it is now. Asked again when it comes near, for
 * another window may have signed in anew meanwhile.
 */
export function useSessionEnd(): { ending: Ending | undefined; ask: () => void } {
  const [end, setEnd] = useState<SessionEnd>();
  const [now, setNow] = useState(() => Date.now());
  const near = end !== undefined && now >= end.here - ahead;

  const ask = useCallback(() => {
    const quietly = () => undefined; // the next request says what is wrong
    void sessionEnd().then(setEnd, quietly);
  }, []);
  useEffect(ask, [ask, near]);
  useEffect(() => listenToTabs((message) => message === 'signed-in' && ask()), [ask]);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), look);
    return () => clearInterval(timer);
  }, []);

  return { ending: near ? { ...end, over: now >= end.here } : undefined, ask };
}
