import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field, PasswordInput, TextInput, type TextInputRef } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { ProblemError } from '@/lib/problem';
import { signIn } from '../api/session';
import styles from './sign-in-form.module.css';

export function SignInForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const passwordRef = useRef<TextInputRef>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (username.trim() === '' || password === '') {
      setRefusal(t('auth.missing'));
      return;
    }
    setBusy(true);
    setRefusal(undefined);
    try {
      await signIn(username.trim(), password);
      onDone();
    } catch (error) {
      const problem = error instanceof ProblemError ? error.problem : undefined;
      setRefusal(
        problem?.message || t(problem?.code === 'OFFLINE' ? 'common.error.OFFLINE' : 'common.error.INTERNAL'),
      );
      setBusy(false);
      passwordRef.current?.focus();
    }
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {refusal !== undefined && <Notice tone="error">{refusal}</Notice>}
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
      <Field label={t('auth.password')}>
        {(ids) => (
          <PasswordInput
            {...ids}
            size="large"
            autoComplete="current-password"
            inputRef={passwordRef}
            value={password}
            onChange={setPassword}
          />
        )}
      </Field>
      <Button kind="primary" htmlType="submit" loading={busy} block>
        {t('auth.submit')}
      </Button>
    </form>
  );
}
