import type { ProposeRuleChoiceInput } from '@/gql/graphql';
import { dayAfter } from '@/lib/day';
import { parseAmount } from './amount';

/** A proposal as it is filled in: the value as typed, the last day included. */
export interface ChoiceForm {
  parameter: string | undefined;
  unit: string | undefined;
  value: string;
  choice: string | undefined;
  from: string | undefined;
  lastDay: string | undefined;
  decision: string | undefined;
  note: string;
}

export type ChoiceField = 'parameter' | 'unit' | 'value' | 'choice' | 'from' | 'to' | 'decision' | 'note';

/** The fields of the API that stand on the form. */
export const choiceFields: readonly ChoiceField[] = [
  'parameter',
  'unit',
  'value',
  'choice',
  'from',
  'to',
  'decision',
  'note',
];

export type ChoiceFault = 'required' | 'number' | 'reversed';

/** What the form lacks before it may be sent; the measure is the unit of the chosen parameter. */
export function faultsOf(
  form: ChoiceForm,
  measure: string | undefined,
): Partial<Record<ChoiceField, ChoiceFault>> {
  const faults: Partial<Record<ChoiceField, ChoiceFault>> = {};
  for (const field of ['parameter', 'unit', 'from', 'decision'] as const) {
    if (!form[field]) faults[field] = 'required';
  }
  if (measure === 'choice') {
    if (!form.choice) faults.choice = 'required';
  } else if (measure !== undefined) {
    if (form.value.trim() === '') faults.value = 'required';
    else if (parseAmount(form.value, measure) === undefined) faults.value = 'number';
  }
  if (form.from && form.lastDay && form.lastDay < form.from) faults.to = 'reversed';
  return faults;
}

type Proposal = Omit<ProposeRuleChoiceInput, 'clientRequestId'>;

/** What is sent; undefined while the form has faults. Ranges of the API end before the day after the last. */
export function proposalOf(form: ChoiceForm, measure: string | undefined): Proposal | undefined {
  const { parameter, unit, from, lastDay, decision } = form;
  if (!measure || Object.keys(faultsOf(form, measure)).length > 0) return undefined;
  if (!parameter || !unit || !from || !decision) return undefined;
  const chosen = measure === 'choice' ? { choice: form.choice } : { value: parseAmount(form.value, measure) };
  return {
    parameter,
    unit,
    ...chosen,
    from,
    to: lastDay && dayAfter(lastDay),
    decision,
    note: form.note.trim() || undefined,
  };
}

/** The value of the law on a day; undefined where nothing is in force. */
export function valueOn<V extends { from: string; to?: string | null }>(
  values: readonly V[],
  day: string,
): V | undefined {
  return values.find(({ from, to }) => from <= day && (!to || day < to));
}
