import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { optionsOf, type Section, type Values } from '../fields';
import { addressOf, draftOf, faultsOf, readDraft, type Draft, type Faults } from '../form';
import { fieldLabel } from '../words';
import { FormField } from './form-field';
import { FormRows } from './form-rows';
import styles from './calculator.module.css';

/** What the server refused, and at which field or list of rows where it said so. */
export interface Refusal {
  place?: string;
  message: string;
}

interface CalculatorFormProps {
  form: readonly Section[];
  /** What the form starts with; it is filled in anew when these change. */
  values: Values;
  refusal?: Refusal;
  busy?: boolean;
  /** A result of the values given stands beside the form. */
  computed?: boolean;
  /** The words of its button, where it does more than to compute. */
  submit?: string;
  onSubmit: (values: Values) => void;
}

const firstFaulty = '[data-faulty] input, [data-faulty] textarea';

/** The form of a calculator. What it computes from is what was last sent, never what is half typed. */
export function CalculatorForm(props: CalculatorFormProps) {
  const { form, values, refusal, busy, computed, submit: submitText, onSubmit } = props;
  const { t } = useTranslation();
  const given = JSON.stringify(addressOf(form, values));
  const [seen, setSeen] = useState(given);
  const [draft, setDraft] = useState<Draft>(() => draftOf(form, values));
  const [faults, setFaults] = useState<Faults>({});
  const [attempts, setAttempts] = useState(0);
  const [edited, setEdited] = useState<Refusal>();
  const element = useRef<HTMLFormElement>(null);
  if (given !== seen) {
    setSeen(given);
    setDraft(draftOf(form, values));
    setFaults({});
  }

  useEffect(() => {
    if (attempts > 0) element.current?.querySelector<HTMLElement>(firstFaulty)?.focus();
  }, [attempts]);

  const { shown, values: present } = readDraft(form, draft);
  const computedFrom = readDraft(form, draftOf(form, values)).values;
  const changed = JSON.stringify(present) !== JSON.stringify(computedFrom);
  const open = edited === refusal ? undefined : refusal;

  /** Any edit lifts what was said about the field before. */
  function edit(next: Draft, name: string) {
    setDraft(next);
    setFaults((before) =>
      Object.fromEntries(Object.entries(before).filter(([key]) => key.split('.')[0] !== name)),
    );
    if (refusal?.place === name) setEdited(refusal);
  }

  function check(name: string) {
    const fault = faultsOf(form, draft)[name];
    if (fault && fault !== 'missing') setFaults((before) => ({ ...before, [name]: fault }));
  }

  function submit() {
    const found = faultsOf(form, draft);
    setFaults(found);
    setEdited(undefined);
    if (Object.keys(found).length > 0) return setAttempts(attempts + 1);
    onSubmit(addressOf(form, present));
  }

  function errorAt(name: string): string | undefined {
    const fault = faults[name];
    if (fault) return t(`calculator.fault.${fault}`);
    return open?.place === name ? open.message : undefined;
  }

  return (
    <form
      ref={element}
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {form.map(({ id, fields, rows, dense }) => {
        const visible = fields.filter((field) => shown.includes(field));
        const listed = rows !== undefined && rows.when?.(present) !== false;
        if (visible.length === 0 && !listed) return null;
        return (
          <fieldset key={id} className={styles.section}>
            <legend>{t(`calculator.section.${id}`)}</legend>
            <div className={dense ? styles.dense : styles.stack}>
              {visible.map((field) => (
                <FormField
                  key={field.name}
                  name={field.name}
                  kind={field.kind}
                  label={fieldLabel(t, field.name)}
                  hint={field.hint ? t(`calculator.hint.${field.name}`) : undefined}
                  fixed={field.initial !== undefined || field.required}
                  options={optionsOf(field, present)}
                  value={draft.fields[field.name] ?? field.initial ?? ''}
                  error={errorAt(field.name)}
                  onChange={(text) =>
                    edit({ ...draft, fields: { ...draft.fields, [field.name]: text } }, field.name)
                  }
                  onLeave={() => check(field.name)}
                />
              ))}
            </div>
            {listed && (
              <FormRows
                rows={rows}
                value={draft.rows[rows.name] ?? []}
                errorAt={errorAt}
                onLeave={check}
                onChange={(value) =>
                  edit({ ...draft, rows: { ...draft.rows, [rows.name]: value } }, rows.name)
                }
              />
            )}
          </fieldset>
        );
      })}
      <div className={styles.actions}>
        <Button kind="primary" htmlType="submit" loading={busy}>
          {submitText ?? t('calculator.action.compute')}
        </Button>
        <span role="status" className={styles.soft}>
          {computed && changed && t('calculator.changed')}
        </span>
      </div>
    </form>
  );
}
