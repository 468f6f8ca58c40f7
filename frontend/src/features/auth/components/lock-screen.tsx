import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Cover } from '@/components/ui/cover';
import { LockIcon } from '@/components/ui/icons';
import { gate } from '@/lib/gate';
import { problemFrom } from '@/lib/problem';
import { sessionState, signOut, unlockSession, type SessionState } from '../api/session';
import { ProofForm } from './proof-form';
import styles from './lock-screen.module.css';

const titleId = 'lock-title';

/**
 * Over everything while the session is locked. The page below stays mounted: after unlocking, a half-written form is
 * where it was and what was refused meanwhile is sent again.
 */
export function LockScreen({ onSignedOut }: { onSignedOut: () => void }) {
  const { t } = useTranslation();
  const [state, setState] = useState<SessionState>();

  useEffect(() => {
    sessionState().then(setState, (error) => {
      // A session that is over cannot be unlocked. When the server cannot be reached, the password can be tried later.
      if (problemFrom(error).code === 'UNAUTHENTICATED' && !problemFrom(error).locked) onSignedOut();
    });
  }, [onSignedOut]);

  async function leave() {
    await signOut().catch(() => undefined);
    onSignedOut();
  }

  return (
    <Cover labelledBy={titleId}>
      <div className={styles.card}>
        <header>
          <h1 id={titleId} className={styles.title}>
            <LockIcon /> {t('auth.lock.title')}
          </h1>
          {state && <strong>{state.displayName}</strong>}
          <p>{t(state?.byProvider ? 'auth.lock.textByProvider' : 'auth.lock.text')}</p>
        </header>
        <ProofForm
          state={state}
          submit={t('auth.lock.open')}
          prove={unlockSession}
          onDone={() => gate.answer('unlock', true)}
          onRefused={({ code, locked }) => {
            const over = code === 'UNAUTHENTICATED' && !locked;
            if (over) onSignedOut();
            return over;
          }}
        >
          <Button kind="quiet" onClick={() => void leave()}>
            {t('auth.otherAccount')}
          </Button>
        </ProofForm>
      </div>
    </Cover>
  );
}
