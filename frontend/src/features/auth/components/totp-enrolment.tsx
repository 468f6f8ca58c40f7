import { lazy, Suspense, useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation } from 'urql';
import { Button } from '@/components/ui/button';
import { Field, type TextInputRef } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { SkeletonText } from '@/components/ui/skeleton';
import { ErrorState } from '@/components/ui/states';
import { ConfirmTotpDocument, StartTotpDocument } from '@/gql/graphql';
import { problemOf } from '@/lib/problem';
import { useNarrow } from '@/lib/use-narrow';
import { CodeInput } from './code-input';
import { RecoveryCodes } from './recovery-codes';
import styles from './account.module.css';

const QRCode = lazy(() => import('@/components/ui/qr-code'));

/** As one copies it by hand; the applications leave out the gaps. */
const inFours = (secret: string) => secret.match(/.{1,4}/g)?.join(' ');
const requestId = () => ({ clientRequestId: crypto.randomUUID() });

/** Sets up a second factor: scan, prove with a code, keep the recovery codes. */
export function TotpEnrolment({ onDone, onCancel }: { onDone: () => void; onCancel?: () => void }) {
  const { t } = useTranslation();
  const [started, start] = useMutation(StartTotpDocument);
  const [{ fetching }, confirm] = useMutation(ConfirmTotpDocument);
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string>();
  const [codes, setCodes] = useState<readonly string[]>();
  const input = useRef<TextInputRef>(null);
  // Who looks at this on the telephone itself cannot point its camera at it.
  const narrow = useNarrow();
  const asked = useRef(false);

  useEffect(() => {
    if (asked.current) return; // each call makes a new secret
    asked.current = true;
    void start({ input: requestId() });
  }, [start]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (fetching) return;
    if (code.length < 6) return setFault(t('auth.code.incomplete'));
    const { data, error } = await confirm({ input: { ...requestId(), code } });
    if (data) return setCodes(data.confirmTotp.recoveryCodes);
    const problem = error && problemOf(error);
    setFault(problem?.message || t(`common.error.${problem?.code ?? 'INTERNAL'}`));
    setCode('');
    input.current?.focus();
  }

  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (started.error) {
    return (
      <ErrorState problem={problemOf(started.error)} onRetry={() => void start({ input: requestId() })} />
    );
  }
  if (!started.data) return <SkeletonText rows={6} />;
  const { uri, secret } = started.data.startTotp;
  return (
    <div className={styles.enrol}>
      <Suspense fallback={<SkeletonText rows={6} />}>
        <QRCode value={uri} label={t('auth.totp.picture')} />
      </Suspense>
      <form className={styles.steps} onSubmit={submit} noValidate>
        <p>{t('auth.totp.scan')}</p>
        <p>
          {t('auth.totp.byHand')} <code className={styles.secret}>{inFours(secret)}</code>
        </p>
        {narrow && (
          <p>
            <a href={uri}>{t('auth.totp.here')}</a>
          </p>
        )}
        <Field label={t('auth.code.label')} hint={t('auth.code.hint')} error={fault}>
          {(ids) => (
            <CodeInput
              {...ids}
              inputRef={input}
              value={code}
              onChange={(next) => {
                setCode(next);
                setFault(undefined);
              }}
            />
          )}
        </Field>
        <div className={styles.buttons}>
          {onCancel && <Button onClick={onCancel}>{t('common.cancel')}</Button>}
          <Button kind="primary" htmlType="submit" loading={fetching}>
            {t('auth.totp.turnOn')}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** Said where the second factor is on. */
export function TotpOn({ left }: { left: number }) {
  const { t } = useTranslation();
  return (
    <>
      <Notice tone="success">{t('auth.totp.on')}</Notice>
      <Notice tone={left < 3 ? 'warning' : 'info'}>
        {t('auth.totp.left', { text: left })} {left < 3 && t('auth.totp.renew')}
      </Notice>
    </>
  );
}
