import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field, PasswordInput, TextInput, type TextInputRef } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { ProblemError, problemFrom } from '@/lib/problem';
import { signIn } from '../api/session';
import { CodeInput } from './code-input';
import styles from './sign-in-form.module.css';

/** What the form asks for: name and password first, then a code where the account has a second factor. */
type Step = 'password' | 'code' | 'recovery';

interface SignInFormProps {
  /** Whose new session it is to be, where that is known; nobody else can sign in then. */
  as?: string;
  enter?: typeof signIn;
  onDone: () => void;
}

export function SignInForm({ as, enter = signIn, onDone }: SignInFormProps) {
  const { t } = useTranslation();
  const [username, setUsername] = useState(as ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [step, setStep] = useState<Step>('password');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const secret = useRef<TextInputRef>(null);

  function missing(): string | undefined {
    if (step === 'password') return username.trim() && password ? undefined : t('auth.missing');
    if (step === 'code') return code.length === 6 ? undefined : t('auth.code.incomplete');
    return code.trim() ? undefined : t('auth.code.missing');
  }

  function go(next: Step) {
    setStep(next);
    setCode('');
    setRefusal(undefined);
    if (next === 'password') setPassword('');
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    // A dialog stands inside the page's tree, which may hold a form of its own.
    event.stopPropagation();
    if (busy) return;
    const lacking = missing();
    setRefusal(lacking);
    if (lacking !== undefined) return;
    setBusy(true);
    try {
      await enter(username.trim(), password, step === 'password' ? undefined : code.trim());
      onDone();
    } catch (error) {
      setBusy(false);
      refused(error);
    }
  }

  function refused(error: unknown) {
    const problem = problemFrom(error);
    // The password was right, and the account wants its code: a question, no refusal.
    if (step === 'password' && problem.secondFactor) return go('code');
    // Without the question for the code, it is name or password that are not taken (any more).
    if (step !== 'password' && error instanceof ProblemError && !problem.secondFactor) go('password');
    setRefusal(problem.message || t(`common.error.${problem.code}`));
    setCode('');
    secret.current?.focus();
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {refusal !== undefined && <Notice tone="error">{refusal}</Notice>}
      {step === 'password' && (
        <>
          {as === undefined ? (
            <Field label={t('auth.username')}>
              {(ids) => (
                <TextInput
                  {...ids}
                  size="large"
                  autoComplete="username"
                  autoFocus
                  value={username}
                  onChange={setUsername}
                />
              )}
            </Field>
          ) : (
            <p>
              {t('auth.username')}: <strong>{as}</strong>
            </p>
          )}
          <Field label={t('auth.password')}>
            {(ids) => (
              <PasswordInput
                {...ids}
                size="large"
                autoComplete="current-password"
                autoFocus={as !== undefined}
                inputRef={secret}
                value={password}
                onChange={setPassword}
              />
            )}
          </Field>
        </>
      )}
      {step === 'code' && (
        <Field key="code" label={t('auth.code.label')} hint={t('auth.code.hint')}>
          {(ids) => <CodeInput {...ids} inputRef={secret} value={code} onChange={setCode} />}
        </Field>
      )}
      {step === 'recovery' && (
        <Field key="recovery" label={t('auth.recovery.label')} hint={t('auth.recovery.hint')}>
          {(ids) => (
            <TextInput
              {...ids}
              size="large"
              autoComplete="off"
              autoFocus
              inputRef={secret}
              value={code}
              onChange={setCode}
            />
          )}
        </Field>
      )}
      <Button kind="primary" htmlType="submit" loading={busy} block>
        {t('auth.submit')}
      </Button>
      {step !== 'password' && (
        <div className={styles.other}>
          <Button kind="quiet" onClick={() => go(step === 'code' ? 'recovery' : 'code')}>
            {t(step === 'code' ? 'auth.recovery.use' : 'auth.code.use')}
          </Button>
          {as === undefined && (
            <Button kind="quiet" onClick={() => go('password')}>
              {t('auth.otherAccount')}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
