import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation } from 'urql';
import { Button } from '@/components/ui/button';
import { DatePicker } from '@/components/ui/date-picker';
import { Dialog } from '@/components/ui/dialog';
import { Field, TextArea, TextInput } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { DeclareRecordChangeDocument, type RecordChangeKind, type Sex } from '@/gql/graphql';
import { problemOf } from '@/lib/problem';
import {
  changeInput,
  changeKinds,
  faultyField,
  fieldsOf,
  valuesOf,
  type ChangeField,
  type Section,
} from '../record-change';
import styles from './declare-dialog.module.css';
import type { Member } from './staff-record';

interface DeclareDialogProps {
  member: Member;
  /** The parts of the record that the person may declare changes to; at least one. */
  sections: Section[];
  onClose: () => void;
  onDone: () => void;
}

/** Declares a change without legal effect: what is to change, and on what evidence. Somebody else verifies it. */
export function DeclareDialog({ member, sections, onClose, onDone }: DeclareDialogProps) {
  const { t } = useTranslation();
  const [section, setSection] = useState(sections[0]!);
  const [kind, setKind] = useState<RecordChangeKind>('UPDATE');
  const [values, setValues] = useState(() => valuesOf(member, section));
  const [evidence, setEvidence] = useState('');
  const [fault, setFault] = useState<{ message: string; field?: string }>();
  const form = useRef<HTMLDivElement>(null);
  const [{ fetching }, declare] = useMutation(DeclareRecordChangeDocument);

  function choose(next: Section) {
    setSection(next);
    setValues(valuesOf(member, next));
    setFault(undefined);
  }

  async function submit() {
    const input = changeInput({ member, section, kind, values, evidence }, crypto.randomUUID());
    if (input.fields.length === 0 && input.clear === undefined) {
      setFault({ message: t('staff.change.nothing') });
      return;
    }
    if (input.evidence === '') {
      setFault({ message: t('staff.change.evidenceMissing'), field: 'evidence' });
      return;
    }
    const { error } = await declare({ input });
    if (!error) return onDone();
    const problem = problemOf(error);
    setFault({
      message: problem.message || t(`common.error.${problem.code}`),
      field: faultyField(input, problem.field),
    });
  }

  // The refused field may lie outside what is scrolled into sight.
  useEffect(() => {
    if (fault?.field) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [fault]);

  const noted = fault?.field === 'evidence' || fieldsOf[section].some(({ name }) => name === fault?.field);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('staff.change.title', { name: member.fullName })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" loading={fetching} onClick={() => void submit()}>
            {t('staff.change.submit')}
          </Button>
        </>
      }
    >
      <div ref={form} className={styles.form}>
        <p>{t('staff.change.about')}</p>
        {fault && !noted && <Notice tone="error">{fault.message}</Notice>}
        <Field label={t('staff.change.section')}>
          {({ id }) => (
            <Select
              id={id}
              width="100%"
              value={section}
              options={sections.map((value) => ({ value, label: t(`codes.changeSection.${value}`) }))}
              onChange={(next) => next && choose(next)}
            />
          )}
        </Field>
        <Field label={t('staff.change.kind')} hint={t(`staff.change.kindHint.${kind}`)}>
          {({ id }) => (
            <Select
              id={id}
              width="100%"
              value={kind}
              options={changeKinds.map((value) => ({ value, label: t(`codes.changeKind.${value}`) }))}
              onChange={(next) => next && setKind(next)}
            />
          )}
        </Field>
        {fieldsOf[section].map((field) => (
          <ChangeInput
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            error={fault?.field === field.name ? fault.message : undefined}
            onChange={(value) => {
              setValues({ ...values, [field.name]: value });
              if (fault?.field === field.name) setFault(undefined);
            }}
          />
        ))}
        <Field
          label={t('staff.change.evidence')}
          hint={t('staff.change.evidenceHint')}
          error={fault?.field === 'evidence' ? fault.message : undefined}
        >
          {(ids) => <TextArea {...ids} value={evidence} onChange={setEvidence} />}
        </Field>
      </div>
    </Dialog>
  );
}

interface ChangeInputProps {
  field: ChangeField;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function ChangeInput({ field, value, error, onChange }: ChangeInputProps) {
  const { t } = useTranslation();
  return (
    <Field label={t(field.label)} error={error}>
      {(ids) => {
        if (field.input === 'day') {
          return (
            <DatePicker
              id={ids.id}
              allowClear
              value={value || undefined}
              onChange={(day) => onChange(day ?? '')}
            />
          );
        }
        if (field.input === 'sex') {
          const sexes: Sex[] = ['MALE', 'FEMALE'];
          return (
            <Select
              id={ids.id}
              value={value || undefined}
              options={sexes.map((sex) => ({ value: sex as string, label: t(`staff.sex.${sex}`) }))}
              onChange={(sex) => onChange(sex ?? '')}
            />
          );
        }
        return <TextInput {...ids} value={value} onChange={onChange} />;
      }}
    </Field>
  );
}
