import type { TFunction } from 'i18next';
import { formatDay } from '@/lib/day';
import { formatDecimal, formatMoney } from '@/lib/number';
import { formatDuration, formatMonth } from './amounts';
import type { Cell, Field, FieldName, Kind, Rows, Section, Values } from './fields';
import { draftOf, readDraft, readRow } from './form';

export function fieldLabel(t: TFunction, name: FieldName): string {
  return t(`calculator.field.${name}`);
}

export function cellLabel(t: TFunction, { name }: Cell): string {
  return t(`calculator.cell.${name}`);
}

const listOf: Partial<Record<string, string>> = {
  fromClass: 'salaryClass',
  toClass: 'salaryClass',
  reason: 'delayReason',
};

/** The words of one choice of a field or of a cell; a regime is called by the number of its decree. */
export function optionText(t: TFunction, name: string, code: string): string {
  if (name === 'regime') return code;
  if (name === 'sex') return t(`staff.sex.${code}`);
  if (name === 'staffClass') return t(`staff.class.${code}`);
  const list = listOf[name] ?? name;
  return t(`calculator.option.${list}.${code.replace('.', '_')}`);
}

function valueText(t: TFunction, name: string, kind: Kind, value: string): string {
  switch (kind) {
    case 'day':
      return formatDay(value);
    case 'month':
      return formatMonth(value);
    case 'decimal':
    case 'count':
      return formatDecimal(value);
    case 'percent':
      return `${formatDecimal(value)} %`;
    case 'money':
      return formatMoney(value);
    case 'duration':
      return formatDuration(t, Number(value));
    case 'choice':
      return optionText(t, name, value);
    case 'flag':
      return t('calculator.yes');
    case 'unit':
      return value;
  }
}

export type Line = readonly [label: string, value: string];

function rowText(t: TFunction, { cells }: Rows, row: string): string {
  const values = readRow(row);
  return cells
    .flatMap((cell, index) =>
      values[index] ? [`${cellLabel(t, cell)}: ${valueText(t, cell.name, cell.kind, values[index])}`] : [],
    )
    .join('; ');
}

/** What was put in, in words: every field that holds a value. The unit is told by its name. */
export function inputLines(
  t: TFunction,
  form: readonly Section[],
  values: Values,
  unitName?: string,
): Line[] {
  const { shown } = readDraft(form, draftOf(form, values));
  const lines = shown.flatMap(({ name, kind }: Field): Line[] => {
    const value = values[name];
    if (value === undefined) return [];
    return [[fieldLabel(t, name), kind === 'unit' ? (unitName ?? value) : valueText(t, name, kind, value)]];
  });
  const rows = form.flatMap(({ rows: list }) =>
    list
      ? (values[list.name] ?? []).map((row): Line => [
          t(`calculator.rows.${list.name}`),
          rowText(t, list, row),
        ])
      : [],
  );
  return [...lines, ...rows];
}
