import { useMemo, useState } from 'react';
import { Notice } from '@/components/ui/notice';
import type { SeparationEstimateInput } from '@/gql/graphql';
import { today } from '@/lib/day';
import type { Problem } from '@/lib/problem';
import { addMonths, firstOfMonth } from '../amounts';
import type { Values } from '../fields';
import { completeValues, placeOf } from '../form';
import { estimateInput, listEstimateForm } from '../person';
import { CalculatorForm } from './calculator-form';

interface ListEstimateFormProps {
  /** The words of the button that begins. */
  submit: string;
  busy: boolean;
  /** What the server refused of all that was sent. */
  refusal: { problem: Problem; text: string } | undefined;
  onSubmit: (estimate: SeparationEstimateInput) => void;
}

/** What is asked of each person of a list on leaving; everything else is of their records. */
export function ListEstimateForm({ submit, busy, refusal, onSubmit }: ListEstimateFormProps) {
  const [values, setValues] = useState<Values>(() => ({ leavingDate: addMonths(firstOfMonth(today()), 1) }));
  // The same object for the same refusal, so that an edit can lift it.
  const placed = useMemo(() => {
    if (refusal === undefined) return undefined;
    const path = refusal.problem.field?.replace(/^(input\.)?estimate\./, '');
    return { place: placeOf(listEstimateForm, path, values), message: refusal.text };
  }, [refusal, values]);

  function send(next: Values) {
    setValues(next);
    const complete = completeValues(listEstimateForm, next);
    if (complete) onSubmit(estimateInput(complete));
  }

  return (
    <>
      {placed && placed.place === undefined && <Notice tone="error">{placed.message}</Notice>}
      <CalculatorForm
        form={listEstimateForm}
        values={values}
        refusal={placed}
        busy={busy}
        submit={submit}
        onSubmit={send}
      />
    </>
  );
}
