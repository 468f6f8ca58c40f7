import type { AnalyseLawImpactInput, ChoiceRowFragment, ParameterQuery } from '@/gql/graphql';
import { dayAfter, lastDay, today } from '@/lib/day';
import { formatDecimal } from '@/lib/number';
import { parseAmount, shift } from './amount';
import { valueOn } from './choice-form';

export type Parameter = NonNullable<ParameterQuery['ruleHistory']>;
type Shape = Pick<Parameter, 'unit' | 'options'> & {
  values: readonly Pick<Parameter['values'][number], 'from' | 'to' | 'rows'>[];
};

/** What is held against the computations: a figure that is only supposed, or the law as it stands now. */
export const comparisons = ['supposed', 'present'] as const;
export type Compared = (typeof comparisons)[number];

/** An analysis as it is filled in: the value as typed, the last day included. */
export interface ImpactForm {
  parameter: string | undefined;
  compared: Compared;
  row: string | undefined;
  column: string | undefined;
  value: string;
  choice: string | undefined;
  unit: string | undefined;
  from: string | undefined;
  lastDay: string | undefined;
}

export type ImpactField = 'parameter' | 'row' | 'column' | 'value' | 'choice' | 'unit' | 'from' | 'to';

/** The fields of the API that stand on the form. */
export const impactFields: readonly ImpactField[] = [
  'parameter',
  'row',
  'column',
  'value',
  'unit',
  'from',
  'to',
];

export type ImpactFault = 'required' | 'number' | 'reversed';

/** An empty form but for what is known already; the first day follows from the parameter. */
export function newImpact(start: Partial<ImpactForm>): ImpactForm {
  return {
    parameter: undefined,
    compared: 'supposed',
    row: undefined,
    column: undefined,
    value: '',
    choice: undefined,
    unit: undefined,
    from: undefined,
    lastDay: undefined,
    ...start,
  };
}

/** Of a table, whose cells are changed one at a time. */
export function isTable({ values }: Pick<Shape, 'values'>): boolean {
  return values.some(({ rows }) => rows.length > 0);
}

/** Whether a unit may choose otherwise: a table is not chosen, and of one option there is no choice. */
export function isOpen(parameter: Shape): boolean {
  return !isTable(parameter) && (parameter.unit !== 'choice' || parameter.options.length > 1);
}

/** The measure of what is typed: cells of a table are written as the table shows them, shares not in percent. */
export function measureOf(parameter: Shape): string {
  return isTable(parameter) ? 'cell' : parameter.unit;
}

/**
 * The day from which a change is supposed: the first of a month from tomorrow on, or of a later value that is already law. Of
 * the law as it stands: the day on which its newest value began.
 */
export function firstDayOf(parameter: Shape, compared: Compared, now: string = today()): string {
  const newest = parameter.values.reduce<string | undefined>(
    (last, { from }) => (last === undefined || from > last ? from : last),
    undefined,
  );
  const next = firstOfMonthFrom(dayAfter(now));
  if (newest === undefined) return next;
  return compared === 'present' || newest > next ? newest : next;
}

function firstOfMonthFrom(day: string): string {
  if (day.endsWith('-01')) return day;
  const [year, month] = day.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** The rows of a table on a day, or of its newest value where nothing is in force then. */
export function rowsOn(parameter: Pick<Parameter, 'values'>, day: string | undefined) {
  const { values } = parameter;
  return ((day && valueOn(values, day)) || values.at(-1))?.rows ?? [];
}

/** A canonical number as it would be typed: 0.075 of a share is "7,5". */
export function typedAmount(value: string, measure: string): string {
  return formatDecimal(measure === 'share' ? shift(value, 2) : value);
}

type Choice = Pick<ChoiceRowFragment, 'parameter' | 'measure' | 'value' | 'choice' | 'unit' | 'from' | 'to'>;

/** What is asked of a proposed choice: as if it were approved. */
export function impactOf({ parameter, measure, value, choice, unit, from, to }: Choice): Partial<ImpactForm> {
  return {
    parameter,
    value: value == null ? '' : typedAmount(value, measure),
    choice: choice ?? undefined,
    unit: unit?.id,
    from,
    lastDay: to ? lastDay(to) : undefined,
  };
}

/** What the form lacks before it may be sent. */
export function impactFaults(
  form: ImpactForm,
  parameter: Shape | null | undefined,
): Partial<Record<ImpactField, ImpactFault>> {
  const faults: Partial<Record<ImpactField, ImpactFault>> = {};
  if (!form.parameter) faults.parameter = 'required';
  if (!form.from) faults.from = 'required';
  if (form.from && form.lastDay && form.lastDay < form.from) faults.to = 'reversed';
  if (!parameter || form.compared === 'present') return faults;
  if (isTable(parameter)) {
    if (!form.row) faults.row = 'required';
    if (!form.column) faults.column = 'required';
  }
  if (parameter.unit === 'choice') {
    if (!form.choice) faults.choice = 'required';
  } else if (form.value.trim() === '') faults.value = 'required';
  else if (parseAmount(form.value, measureOf(parameter)) === undefined) faults.value = 'number';
  return faults;
}

type Order = Omit<AnalyseLawImpactInput, 'clientRequestId'>;

/** What is sent; undefined while the form has faults. Ranges of the API end before the day after the last. */
export function orderOf(form: ImpactForm, parameter: Shape | null | undefined): Order | undefined {
  const { parameter: id, from, lastDay: last, compared } = form;
  if (!parameter || !id || !from || Object.keys(impactFaults(form, parameter)).length > 0) return undefined;
  const held = { parameter: id, from, to: last && dayAfter(last) };
  if (compared === 'present') return held;
  if (isTable(parameter)) {
    return { ...held, row: form.row, column: form.column, value: parseAmount(form.value, 'cell') };
  }
  const value = parameter.unit === 'choice' ? form.choice : parseAmount(form.value, parameter.unit);
  return { ...held, value, unit: isOpen(parameter) ? form.unit : undefined };
}
