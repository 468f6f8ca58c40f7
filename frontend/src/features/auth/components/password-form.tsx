import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation } from 'urql';
import { Button } from '@/components/ui/button';
import { Field, PasswordInput } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { ChangePasswordDocument } from '@/gql/graphql';
import { problemOf } from '@/lib/problem';
import styles from './account.module.css';

type Name = 'current' | 'next' | 'again';
const names: Name[] = ['current', 'next', 'again'];
const empty = { current: '', next: '', again: '' };

/** Changes the own password. What a password must be like, the server decides and says. */
export function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [values, setValues] = useState(empty);
  const [faults, setFaults] = useState<Partial<Record<Name, string>>>({});
  const [refusal, setRefusal] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const [{ fetching }, change] = useMutation(ChangePasswordDocument);

  function faultsOf(): Partial<Record<Name, string>> {
    const found: Partial<Record<Name, string>> = {};
    if (!values.current) found.current = t('auth.passwords.missingCurrent');
    if (!values.next) found.next = t('auth.passwords.missingNext');
    else if (values.again !== values.next) found.again = t('auth.passwords.different');
    return found;
  }

  function show(found: Partial<Record<Name, string>>) {
    setFaults(found);
    const first = names.findIndex((name) => found[name] !== undefined);
    if (first >= 0) form.current?.querySelectorAll('input')[first]?.focus();
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (fetching) return;
    const found = faultsOf();
    show(found);
    setRefusal(undefined);
    if (Object.keys(found).length > 0) return;
    const { current, next } = values;
    const { error } = await change({ input: { clientRequestId: crypto.randomUUID(), current, next } });
    if (!error) {
      setValues(empty);
      return onDone();
    }
    const { code, message, field } = problemOf(error);
    const text = message || t(`common.error.${code}`);
    const name = names.find((item) => field === item || field === `input.${item}`);
    if (name) show({ [name]: text });
    else setRefusal(text);
  }

  return (
    <form ref={form} className={styles.form} onSubmit={submit} noValidate>
      {refusal !== undefined && <Notice tone="error">{refusal}</Notice>}
      {names.map((name) => (
        <Field
          key={name}
          label={t(`auth.passwords.${name}`)}
          hint={name === 'next' ? t('auth.passwords.hint') : undefined}
          error={faults[name]}
        >
          {(ids) => (
            <PasswordInput
              {...ids}
              autoComplete={name === 'current' ? 'current-password' : 'new-password'}
              value={values[name]}
              onChange={(value) => {
                setValues({ ...values, [name]: value });
                setFaults({ ...faults, [name]: undefined });
              }}
            />
          )}
        </Field>
      ))}
      <div>
        <Button kind="primary" htmlType="submit" loading={fetching}>
          {t('auth.passwords.submit')}
        </Button>
      </div>
    </form>
  );
}
