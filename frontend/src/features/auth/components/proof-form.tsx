import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field, PasswordInput, type TextInputRef } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { problemFrom, type Problem } from '@/lib/problem';
import { here, providerAddress, type Proof, type SessionState } from '../api/session';
import { CodeInput } from './code-input';
import styles from './sign-in-form.module.css';

interface ProofFormProps {
  /** The session, as far as it is known: with a second factor, its code stands for the password. */
  state: Pick<SessionState, 'totp' | 'byProvider'> | undefined;
  submit: string;
  prove: (proof: Proof) => Promise<void>;
  onDone: () => void;
  /** Answers true when the refusal has been dealt with and is not to be shown. */
  onRefused?: (problem: Problem) => boolean;
  /** Further ways out, beside the button. */
  children?: ReactNode;
}

/** Asks the person who is signed in to show that it is still they. */
export function ProofForm({ state, submit, prove, onDone, onRefused, children }: ProofFormProps) {
  const { t } = useTranslation();
  const { totp = false, byProvider = false } = state ?? {};
  const [chosen, setByCode] = useState(false);
  const byCode = totp && (chosen || byProvider);
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const input = useRef<TextInputRef>(null);

  async function send(event: FormEvent) {
    event.preventDefault();
    // The dialog stands inside the page's tree, which may hold a form of its own.
    event.stopPropagation();
    if (busy) return;
    if (secret === '') return setRefusal(t(byCode ? 'auth.code.incomplete' : 'auth.proof.missing'));
    setBusy(true);
    setRefusal(undefined);
    try {
      await prove(byCode ? { code: secret } : { password: secret });
      onDone();
    } catch (error) {
      const problem = problemFrom(error);
      if (!onRefused?.(problem)) setRefusal(problem.message || t(`common.error.${problem.code}`));
      setBusy(false);
      setSecret('');
      input.current?.focus();
    }
  }

  function change() {
    setByCode(!byCode);
    setSecret('');
    setRefusal(undefined);
  }

  return (
    <form className={styles.form} onSubmit={send} noValidate>
      {refusal !== undefined && <Notice tone="error">{refusal}</Notice>}
      {byProvider && (
        <Button kind={totp ? 'default' : 'primary'} block href={providerAddress(here())}>
          {t('auth.proof.byProvider')}
        </Button>
      )}
      {byProvider && !totp ? null : byCode ? (
        <Field key="code" label={t('auth.code.label')} hint={t('auth.code.hint')}>
          {(ids) => <CodeInput {...ids} inputRef={input} value={secret} onChange={setSecret} />}
        </Field>
      ) : (
        <Field key="password" label={t('auth.password')}>
          {(ids) => (
            <PasswordInput
              {...ids}
              size="large"
              autoComplete="current-password"
              autoFocus
              inputRef={input}
              value={secret}
              onChange={setSecret}
            />
          )}
        </Field>
      )}
      {(totp || !byProvider) && (
        <Button kind="primary" htmlType="submit" loading={busy} block>
          {submit}
        </Button>
      )}
      <div className={styles.other}>
        {totp && !byProvider && (
          <Button kind="quiet" onClick={change}>
            {t(byCode ? 'auth.proof.byPassword' : 'auth.proof.byCode')}
          </Button>
        )}
        {children}
      </div>
    </form>
  );
}
