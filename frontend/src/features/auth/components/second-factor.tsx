import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation, useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonText } from '@/components/ui/skeleton';
import { ErrorState } from '@/components/ui/states';
import { DisableTotpDocument, SignInFactsDocument } from '@/gql/graphql';
import { problemOf } from '@/lib/problem';
import { TotpEnrolment, TotpOn } from './totp-enrolment';
import styles from './account.module.css';

/** The second factor of the own account: set up, codes left, switched off. */
export function SecondFactor() {
  const { t } = useTranslation();
  const result = useQuery({ query: SignInFactsDocument, requestPolicy: 'cache-and-network' });
  const [{ error, fetching }, disable] = useMutation(DisableTotpDocument);
  const [step, setStep] = useState<'enrol' | 'disable'>();
  const reload = () => result[1]({ requestPolicy: 'network-only' });

  async function turnOff() {
    const { error: failed } = await disable({ input: { clientRequestId: crypto.randomUUID() } });
    setStep(undefined);
    if (!failed) reload();
  }

  return (
    <Panel title={t('auth.totp.title')}>
      <QueryView keep result={result} skeleton={<SkeletonText rows={4} />}>
        {({ viewer: { signIn } }) => {
          if (step === 'enrol') {
            return (
              <TotpEnrolment
                onCancel={() => setStep(undefined)}
                onDone={() => {
                  setStep(undefined);
                  reload();
                }}
              />
            );
          }
          return (
            <div className={styles.steps}>
              <p>{t('auth.totp.about')}</p>
              {error && <ErrorState problem={problemOf(error)} />}
              {signIn.totp && <TotpOn left={signIn.recoveryCodesLeft} />}
              <div className={styles.buttons}>
                <Button kind={signIn.totp ? 'default' : 'primary'} onClick={() => setStep('enrol')}>
                  {t(signIn.totp ? 'auth.totp.again' : 'auth.totp.start')}
                </Button>
                {signIn.totp && (
                  <Button kind="danger" onClick={() => setStep('disable')}>
                    {t('auth.totp.turnOff')}
                  </Button>
                )}
              </div>
            </div>
          );
        }}
      </QueryView>
      <Dialog
        open={step === 'disable'}
        onClose={() => setStep(undefined)}
        title={t('auth.totp.turnOffTitle')}
        footer={
          <div className={styles.buttons}>
            <Button kind="danger" loading={fetching} onClick={() => void turnOff()}>
              {t('auth.totp.turnOff')}
            </Button>
            <Button kind="primary" onClick={() => setStep(undefined)}>
              {t('common.cancel')}
            </Button>
          </div>
        }
      >
        {t('auth.totp.turnOffText')}
      </Dialog>
    </Panel>
  );
}
