import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { formatInstant } from '@/lib/day';
import { useViewer } from '@/lib/viewer';
import { here, providerAddress, signInAnew } from '../api/session';
import { useSessionEnd } from '../use-session-end';
import styles from './session-end.module.css';
import { SignInForm } from './sign-in-form';

/**
 * Says that the session will end, and that it has ended, with the way to begin a new one without leaving the page:
 * what is half written stays.
 */
export function SessionEndNotice() {
  const { t } = useTranslation();
  const { username } = useViewer();
  const { ending, ask } = useSessionEnd();
  const [later, setLater] = useState(false);
  const [renewing, setRenewing] = useState(false);
  if (!ending) return null;
  const { at, over, byProvider } = ending;

  function renewed() {
    setRenewing(false);
    setLater(false);
    ask();
  }

  return (
    <>
      {!renewing && (over || !later) && (
        <Notice
          tone="warning"
          title={t(over ? 'auth.end.over' : 'auth.end.soon', { time: formatInstant(at) })}
          action={
            <div className={styles.actions}>
              {byProvider ? (
                <Button kind="primary" href={providerAddress(here())}>
                  {t('auth.end.renew')}
                </Button>
              ) : (
                <Button kind="primary" aria-haspopup="dialog" onClick={() => setRenewing(true)}>
                  {t('auth.end.renew')}
                </Button>
              )}
              {!over && <Button onClick={() => setLater(true)}>{t('auth.end.later')}</Button>}
            </div>
          }
        >
          {t(byProvider ? 'auth.end.textByProvider' : 'auth.end.text')}
        </Notice>
      )}
      {renewing && (
        <Dialog open onClose={() => setRenewing(false)} title={t('auth.end.renew')} width={420}>
          <SignInForm as={username} enter={signInAnew} onDone={renewed} />
        </Dialog>
      )}
    </>
  );
}
