import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation } from 'urql';
import { Button } from '@/components/ui/button';
import { DayField, TextAreaField } from '@/components/ui/fields';
import { Notice } from '@/components/ui/notice';
import { DeclareRecordChangeDocument, type RecordChangeSection } from '@/gql/graphql';
import { formatDay } from '@/lib/day';
import { problemOf } from '@/lib/problem';
import { formFields, isList } from '../change-fields';
import {
  dropDraft,
  faultsOf,
  fieldOfError,
  inputOf,
  isDirty,
  keepDraft,
  keptDraft,
  newDraft,
  presentValues,
  takesEffectiveDay,
  type Draft,
  type Faults,
  type Member,
} from '../change-form';
import { codeText } from '../change-text';
import { ChangeField } from './change-field';
import { ChangePlace } from './change-place';
import styles from './change-drawer.module.css';

interface ChangeFormProps {
  member: Member;
  /** The sections that the person may declare changes to; at least one. */
  sections: readonly RecordChangeSection[];
  /** Where the draft is kept until it is sent. */
  storageKey: string;
  onDirty: (dirty: boolean) => void;
  onCancel: () => void;
  onSent: () => void;
}

/** Declares a change without legal effect: only what differs from the record is sent, with its evidence. */
export function ChangeForm({ member, sections, storageKey, onDirty, onCancel, onSent }: ChangeFormProps) {
  const { t } = useTranslation();
  const [kept] = useState(() => keptDraft(storageKey, sections));
  const [draft, setDraft] = useState<Draft>(() => kept ?? newDraft(member, sections[0]!));
  const [faults, setFaults] = useState<Faults>({});
  const [refusal, setRefusal] = useState<{ message: string; field?: string }>();
  const [attempts, setAttempts] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const sending = useRef(false);
  const [{ fetching }, declare] = useMutation(DeclareRecordChangeDocument);
  const dirty = isDirty(member, draft);

  useEffect(() => {
    if (dirty) keepDraft(storageKey, draft);
    else dropDraft(storageKey);
    onDirty(dirty);
  }, [dirty, draft, storageKey, onDirty]);

  // The faulty field may lie outside what is scrolled into sight.
  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLElement>(firstFaulty)?.focus();
  }, [attempts]);

  /** Any edit lifts what was said about the field before. */
  function edit(next: Draft, name: string) {
    setDraft(next);
    setFaults((before) => without(before, name));
    if (refusal?.field === undefined || refusal.field === name) setRefusal(undefined);
  }

  function check(name: string) {
    const fault = faultsOf(member, draft)[name];
    setFaults((before) => (fault ? { ...before, [name]: fault } : without(before, name)));
  }

  async function submit() {
    if (sending.current) return;
    const found = faultsOf(member, draft);
    const input = inputOf(member, draft);
    setFaults(found);
    setRefusal(undefined);
    if (Object.keys(found).length > 0) return setAttempts(attempts + 1);
    if (input.fields.length === 0 && !input.clear && !input.remove) {
      return setRefusal({ message: t('changes.form.nothing') });
    }
    sending.current = true;
    const { error } = await declare({ input });
    sending.current = false;
    if (!error) {
      dropDraft(storageKey);
      onDirty(false);
      return onSent();
    }
    const problem = problemOf(error);
    const field = fieldOfError(input, problem.field);
    setRefusal({ message: problem.message || t(`common.error.${problem.code}`), field });
    setAttempts(attempts + 1);
  }

  const present = presentValues(member, draft);
  const fields = isList(draft.section) && draft.act === 'strike' ? [] : formFields(draft.section);
  const noLine = isList(draft.section) && draft.act !== 'add' && draft.target === undefined;
  const shown = noLine ? [] : fields;
  const places = ['section', 'kind', 'target', 'evidence', ...shown.map(({ name }) => name)];
  if (takesEffectiveDay(draft)) places.push('effectiveOn');
  const beside = refusal?.field !== undefined && places.includes(refusal.field);

  function errorAt(name: string): string | undefined {
    const fault = faults[name];
    if (fault) return t(fault.key, fault.args);
    return beside && refusal?.field === name ? refusal.message : undefined;
  }

  return (
    <form
      ref={form}
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p>{t('changes.form.about')}</p>
      {kept && attempts === 0 && <Notice tone="info">{t('changes.form.restored')}</Notice>}
      {refusal && !beside && <Notice tone="error">{refusal.message}</Notice>}
      <ChangePlace member={member} sections={sections} draft={draft} errorAt={errorAt} onChange={edit} />
      {shown.length > 0 && (
        <fieldset className={styles.fields}>
          <legend>{t('changes.form.content')}</legend>
          {shown.map((field) => {
            const before = present[field.name] ?? '';
            const value = draft.values[field.name] ?? '';
            const now = field.input === 'day' && before ? formatDay(before) : codeText(t, field, before);
            return (
              <ChangeField
                key={field.name}
                field={field}
                value={value}
                hint={now && value.trim() !== before ? t('changes.form.now', { value: now }) : undefined}
                error={errorAt(field.name)}
                onChange={(next) =>
                  edit({ ...draft, values: { ...draft.values, [field.name]: next } }, field.name)
                }
                onLeave={() => check(field.name)}
              />
            );
          })}
        </fieldset>
      )}
      {takesEffectiveDay(draft) && (
        <div data-faulty={errorAt('effectiveOn') !== undefined || undefined}>
          <DayField
            label={t('changes.form.effectiveOn')}
            hint={t('changes.form.effectiveOnHint')}
            error={errorAt('effectiveOn')}
            allowClear
            value={draft.effectiveOn}
            onChange={(effectiveOn) => edit({ ...draft, effectiveOn }, 'effectiveOn')}
          />
        </div>
      )}
      <div data-faulty={errorAt('evidence') !== undefined || undefined} onBlur={() => check('evidence')}>
        <TextAreaField
          label={t('changes.form.evidence')}
          hint={t(draft.act === 'strike' ? 'changes.form.strikeHint' : 'changes.form.evidenceHint')}
          error={errorAt('evidence')}
          value={draft.evidence}
          onChange={(evidence) => edit({ ...draft, evidence }, 'evidence')}
        />
      </div>
      <div className={styles.actions}>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button kind="primary" htmlType="submit" loading={fetching}>
          {t('changes.form.submit')}
        </Button>
      </div>
    </form>
  );
}

function without(faults: Faults, name: string): Faults {
  return Object.fromEntries(Object.entries(faults).filter(([key]) => key !== name));
}

const firstFaulty = '[data-faulty] input, [data-faulty] textarea';
