import { useSyncExternalStore } from 'react';
import { gate } from '@/lib/gate';
import { ConfirmDialog } from './confirm-dialog';
import { LockScreen } from './lock-screen';

/** Asks the person what the gate wants to know, whatever page is open. */
export function GateKeeper({ onSignedOut }: { onSignedOut: () => void }) {
  const { locked, confirming } = useSyncExternalStore(gate.subscribe, gate.current);
  return (
    <>
      {confirming && <ConfirmDialog />}
      {locked && <LockScreen onSignedOut={onSignedOut} />}
    </>
  );
}
