import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '@/components/act-dialog';
import { DayField, TextAreaField } from '@/components/ui/fields';
import { Field } from '@/components/ui/input';
import { UnitSelect } from '@/components/unit-select';
import { ProposeRuleChoiceDocument } from '@/gql/graphql';
import { today } from '@/lib/day';
import { useAct } from '@/lib/use-act';
import { useViewer } from '@/lib/viewer';
import { choiceFields, faultsOf, proposalOf, type ChoiceField, type ChoiceForm } from '../choice-form';
import { DecisionSelectField } from './decision-select';
import styles from './law.module.css';
import { ParameterSelect, useParameter } from './parameter-select';
import { ValueField } from './value-field';

interface ProposeChoiceDialogProps {
  /** The parameter whose page the dialog was opened on; chosen in the dialog when absent. */
  parameter?: string;
  onClose: () => void;
  onDone: (message: string) => void;
}

/** Proposes what a unit and all below it follow in place of the law's value. */
export function ProposeChoiceDialog({ parameter: fixed, onClose, onDone }: ProposeChoiceDialogProps) {
  const { t } = useTranslation();
  const { unit, roles } = useViewer();
  const [form, setForm] = useState<ChoiceForm>({
    parameter: fixed,
    unit: roles[0]?.unit.id ?? unit?.id,
    value: '',
    choice: undefined,
    from: today(),
    lastDay: undefined,
    decision: undefined,
    note: '',
  });
  const [asked, setAsked] = useState(false);
  const act = useAct(ProposeRuleChoiceDocument, choiceFields);
  const parameter = useParameter(form.parameter);
  const set = (change: Partial<ChoiceForm>) => setForm((before) => ({ ...before, ...change }));
  const faults = faultsOf(form, parameter?.unit);

  const errorAt = (field: ChoiceField) => {
    const fault = asked ? faults[field] : undefined;
    if (fault === undefined) return act.errorAt(field);
    return fault === 'required' ? t('common.form.required') : t(`law.fault.${fault}`);
  };

  async function submit() {
    setAsked(true);
    const proposal = proposalOf(form, parameter?.unit);
    if (!proposal) return;
    const data = await act.send(proposal);
    if (!data) return;
    onDone(t('law.choice.sent', { label: parameter?.label ?? '' }));
    onClose();
  }

  return (
    <ActDialog
      title={
        fixed && parameter
          ? t('law.choice.proposeTitle', { label: parameter.label })
          : t('law.choice.propose')
      }
      effect={t('law.choice.proposeEffect')}
      submit={t('law.choice.send')}
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {fixed === undefined && (
        <Field label={t('law.parameter')} error={errorAt('parameter')}>
          {(ids) => (
            <ParameterSelect
              {...ids}
              width="100%"
              value={form.parameter}
              onChange={(id) => set({ parameter: id, value: '', choice: undefined })}
            />
          )}
        </Field>
      )}
      <Field label={t('law.choice.unit')} hint={t('law.choice.unitHint')} error={errorAt('unit')}>
        {(ids) => (
          <UnitSelect
            {...ids}
            label={t('law.choice.chooseUnit')}
            width="100%"
            value={form.unit}
            onChange={(id) => set({ unit: id })}
          />
        )}
      </Field>
      {parameter && (
        <ValueField
          parameter={parameter}
          value={form.value}
          choice={form.choice}
          from={form.from}
          label={t('law.choice.chosen')}
          errorAt={errorAt}
          onChange={set}
        />
      )}
      <div className={styles.pair}>
        <DayField
          label={t('law.choice.from')}
          error={errorAt('from')}
          value={form.from}
          onChange={(from) => set({ from })}
        />
        <DayField
          label={t('law.choice.lastDay')}
          hint={t('law.choice.lastDayHint')}
          error={errorAt('to')}
          allowClear
          value={form.lastDay}
          onChange={(lastDay) => set({ lastDay })}
        />
      </div>
      <DecisionSelectField
        error={errorAt('decision')}
        value={form.decision}
        onChange={(decision) => set({ decision })}
      />
      <TextAreaField
        label={t('law.note')}
        error={errorAt('note')}
        value={form.note}
        onChange={(note) => set({ note })}
      />
    </ActDialog>
  );
}
