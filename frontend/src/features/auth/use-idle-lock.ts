import { useEffect, useMemo } from 'react';
import { gate } from '@/lib/gate';
import { listenToTabs, tellTabs } from '@/lib/tabs';
import { lockSession, touchSession } from './api/session';
import { IdleLock } from './idle-lock';

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
const quietly = () => undefined;

/** Watches for idleness while mounted; `lock` locks at once. */
export function useIdleLock(seconds: number): { lock: () => void } {
  const idle = useMemo(
    () =>
      new IdleLock(seconds, {
        gate,
        store: localStorage,
        now: Date.now,
        tell: tellTabs,
        lockServer: () => void lockSession().catch(quietly),
        touchServer: () => void touchSession().catch(quietly),
      }),
    [seconds],
  );

  useEffect(() => {
    const stop = idle.start();
    const onActive = () => idle.active();
    const onVisible = () => document.visibilityState === 'visible' && idle.check();
    for (const sign of signs) window.addEventListener(sign, onActive, { passive: true, capture: true });
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      stop();
      for (const sign of signs) window.removeEventListener(sign, onActive, { capture: true });
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [idle]);

  useEffect(() => listenToTabs((message) => idle.hear(message)), [idle]);

  return { lock: () => idle.lock() };
}
