import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { gate } from '@/lib/gate';
import { confirmSession, sessionState, type SessionState } from '../api/session';
import { ProofForm } from './proof-form';
import styles from './sign-in-form.module.css';

/** Before a sensitive act: the password or a code once more. Given up, the act stays refused. */
export function ConfirmDialog() {
  const { t } = useTranslation();
  const [state, setState] = useState<SessionState>();
  const answer = (passed: boolean) => gate.answer('confirm', passed);

  useEffect(() => {
    void sessionState().then(setState, () => undefined);
  }, []);

  return (
    <Dialog open onClose={() => answer(false)} title={t('auth.confirm.title')} width={420}>
      <div className={styles.form}>
        <p>{t('auth.confirm.text')}</p>
        <ProofForm
          state={state}
          submit={t('auth.confirm.submit')}
          prove={confirmSession}
          onDone={() => answer(true)}
        >
          <Button kind="quiet" onClick={() => answer(false)}>
            {t('common.cancel')}
          </Button>
        </ProofForm>
      </div>
    </Dialog>
  );
}
