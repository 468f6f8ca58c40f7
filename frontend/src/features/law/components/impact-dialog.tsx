import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '@/components/act-dialog';
import { DayField } from '@/components/ui/fields';
import { Field } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { UnitSelect } from '@/components/unit-select';
import { AnalyseLawImpactDocument } from '@/gql/graphql';
import { useAct } from '@/lib/use-act';
import {
  comparisons,
  firstDayOf,
  impactFaults,
  impactFields,
  isOpen,
  isTable,
  newImpact,
  orderOf,
  type ImpactField,
  type ImpactForm,
} from '../impact-form';
import { CellField } from './cell-field';
import styles from './law.module.css';
import { ParameterSelect, useParameter } from './parameter-select';
import { ValueField } from './value-field';

interface ImpactDialogProps {
  /** What is known already: of a parameter's page the parameter, of a proposed choice all of it. */
  start: Partial<ImpactForm>;
  onClose: () => void;
}

/** Asks what a change of the law would make of the computations that are kept; the answer is a page of its own. */
export function ImpactDialog({ start, onClose }: ImpactDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [entered, setEntered] = useState(() => newImpact(start));
  const [asked, setAsked] = useState(false);
  const act = useAct(AnalyseLawImpactDocument, impactFields);
  const parameter = useParameter(entered.parameter);
  // The first day follows from the parameter until the reader chooses one.
  const form: ImpactForm = {
    ...entered,
    from: entered.from ?? (parameter ? firstDayOf(parameter, entered.compared) : undefined),
  };
  const set = (change: Partial<ImpactForm>) => setEntered((before) => ({ ...before, ...change }));
  const faults = impactFaults(form, parameter);

  const errorAt = (field: ImpactField) => {
    const fault = asked ? faults[field] : undefined;
    // The API calls an option by the name of a value.
    if (fault === undefined) return act.errorAt(field === 'choice' ? 'value' : field);
    return fault === 'required' ? t('common.form.required') : t(`law.fault.${fault}`);
  };

  async function submit() {
    setAsked(true);
    const order = orderOf(form, parameter);
    if (!order) return;
    const data = await act.send(order);
    if (!data) return;
    const impactId = data.analyseLawImpact.impact.id;
    await navigate({ to: '/law/impacts/$impactId', params: { impactId } });
  }

  return (
    <ActDialog
      title={
        start.parameter && parameter
          ? t('law.impact.startTitle', { label: parameter.label })
          : t('law.impact.start')
      }
      effect={t(`law.impact.effect.${form.compared}`)}
      submit={t('law.impact.send')}
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {start.parameter === undefined && (
        <Field label={t('law.parameter')} error={errorAt('parameter')}>
          {(ids) => (
            <ParameterSelect
              {...ids}
              width="100%"
              value={form.parameter}
              onChange={(id) => setEntered({ ...newImpact({ compared: form.compared }), parameter: id })}
            />
          )}
        </Field>
      )}
      <Field label={t('law.impact.compare')} hint={t(`law.impact.comparedHint.${form.compared}`)}>
        {(ids) => (
          <Select
            {...ids}
            width="100%"
            options={comparisons.map((value) => ({ value, label: t(`law.impact.compared.${value}`) }))}
            value={form.compared}
            onChange={(compared) => set({ compared })}
          />
        )}
      </Field>
      {form.compared === 'supposed' && parameter && (
        <>
          {isTable(parameter) ? (
            <CellField parameter={parameter} form={form} errorAt={errorAt} onChange={set} />
          ) : (
            <ValueField
              parameter={parameter}
              value={form.value}
              choice={form.choice}
              from={form.from}
              label={t('law.impact.supposed')}
              errorAt={errorAt}
              onChange={set}
            />
          )}
          {isOpen(parameter) && (
            <Field label={t('law.impact.unit')} hint={t('law.impact.unitHint')} error={errorAt('unit')}>
              {(ids) => (
                <UnitSelect
                  {...ids}
                  label={t('law.impact.everywhere')}
                  width="100%"
                  value={form.unit}
                  onChange={(unit) => set({ unit })}
                />
              )}
            </Field>
          )}
        </>
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
          hint={t(`law.impact.lastDayHint.${form.compared}`)}
          error={errorAt('to')}
          allowClear
          value={form.lastDay}
          onChange={(lastDay) => set({ lastDay })}
        />
      </div>
    </ActDialog>
  );
}
