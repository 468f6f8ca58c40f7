import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { SkeletonText } from '@/components/ui/skeleton';
import { ErrorState } from '@/components/ui/states';
import { problemFrom, type Problem } from '@/lib/problem';
import { sessionState, signOut, type SessionState } from '../api/session';
import { PasswordForm } from './password-form';
import { TotpEnrolment } from './totp-enrolment';
import styles from './sign-in-form.module.css';

interface CompleteSignInProps {
  onDone: () => void;
  onSignedOut: () => void;
}

/** One step after the other, as long as the server names one. */
export function CompleteSignIn({ onDone, onSignedOut }: CompleteSignInProps) {
  const { t } = useTranslation();
  const [state, setState] = useState<SessionState>();
  const [problem, setProblem] = useState<Problem>();

  const ask = useCallback(async () => {
    try {
      const now = await sessionState();
      setProblem(undefined);
      if (now.mustChangePassword || now.mustSetUpTotp) setState(now);
      else onDone();
    } catch (error) {
      const found = problemFrom(error);
      if (found.code === 'UNAUTHENTICATED') onSignedOut();
      else setProblem(found);
    }
  }, [onDone, onSignedOut]);
  useEffect(() => void ask(), [ask]);

  async function leave() {
    await signOut().catch(() => undefined);
    onSignedOut();
  }

  if (problem) return <ErrorState problem={problem} onRetry={() => void ask()} />;
  if (state === undefined) return <SkeletonText rows={5} />;
  const step = state.mustChangePassword ? 'password' : 'totp';
  return (
    <div className={styles.form}>
      <h2>{t(`auth.complete.${step}`)}</h2>
      <p>{t(`auth.complete.${step}Text`)}</p>
      {step === 'password' ? (
        <PasswordForm onDone={() => void ask()} />
      ) : (
        <TotpEnrolment onDone={() => void ask()} />
      )}
      <div className={styles.other}>
        <Button kind="quiet" onClick={() => void leave()}>
          {t('auth.otherAccount')}
        </Button>
      </div>
    </div>
  );
}
