import { formatDecimal, formatNumber } from '@/lib/number';
import { parseDecimal, parseWhole } from './amounts';
import {
  optionsOf,
  type Cell,
  type Field,
  type FieldName,
  type Kind,
  type RowsName,
  type Section,
  type Values,
} from './fields';

/** What stands in the form as it was typed. */
export interface Draft {
  fields: Partial<Record<FieldName, string>>;
  rows: Partial<Record<RowsName, string[][]>>;
}

/** The name of a field, or of a cell as "delays.0.on", with what is wrong with it. */
export type Faults = Record<string, FaultKind>;
export type FaultKind = 'missing' | 'decimal' | 'whole' | 'duration';

/** A value of the address as a person would have typed it. */
export function typed(kind: Kind, value: string): string {
  switch (kind) {
    case 'decimal':
    case 'percent':
      return formatDecimal(value).replace('−', '-');
    case 'money':
      return formatNumber(value).replace('−', '-');
    case 'duration': {
      const months = Number(value);
      return `${Math.floor(months / 12)};${months % 12}`;
    }
    default:
      return value;
  }
}

/** What was typed as the address writes it; undefined when it is no such value. Empty text is no value and no fault. */
export function canonical(kind: Kind, text: string): string | undefined {
  switch (kind) {
    case 'decimal':
    case 'percent':
      return parseDecimal(text);
    case 'money':
    case 'count':
      return parseWhole(text);
    case 'duration': {
      const [years = '', months = ''] = text.split(';').map((part) => part.trim());
      const numbers = [years || '0', months || '0'].map(parseWhole);
      if (numbers.some((number) => number === undefined)) return undefined;
      return String(Number(numbers[0]) * 12 + Number(numbers[1]));
    }
    default:
      return text;
  }
}

function isEmpty(kind: Kind, text: string | undefined): boolean {
  return text === undefined || (kind === 'duration' ? /^\s*;?\s*$/.test(text) : text.trim() === '');
}

function faultOf({ kind, required }: Field | Cell, text: string | undefined): FaultKind | undefined {
  if (isEmpty(kind, text)) return required ? 'missing' : undefined;
  if (canonical(kind, text!) !== undefined) return undefined;
  return kind === 'money' || kind === 'count' ? 'whole' : kind === 'duration' ? 'duration' : 'decimal';
}

/** The fields that the values before them ask for, in order, with the values that they hold. */
export function readDraft(form: readonly Section[], draft: Draft): { shown: Field[]; values: Values } {
  const values: Values = {};
  const shown: Field[] = [];
  for (const section of form) {
    for (const field of section.fields) {
      if (field.when?.(values) === false) continue;
      shown.push(field);
      const text = draft.fields[field.name] ?? field.initial;
      const value = isEmpty(field.kind, text) ? undefined : canonical(field.kind, text!);
      const unknown =
        value !== undefined && field.kind === 'choice' && !optionsOf(field, values).includes(value);
      values[field.name] = unknown ? field.initial : value;
    }
    const { rows } = section;
    if (rows === undefined || rows.when?.(values) === false) continue;
    const lines = (draft.rows[rows.name] ?? []).map((cells) => writeRow(rows.cells, cells));
    values[rows.name] = lines.length > 0 ? lines : undefined;
  }
  return { shown, values };
}

/** One row as the address writes it; a faulty or hidden cell is left empty. */
function writeRow(cells: readonly Cell[], texts: readonly string[]): string {
  return cells
    .map((cell, index) => {
      const text = texts[index] ?? '';
      if (isEmpty(cell.kind, text) || cell.when?.(texts) === false) return '';
      return canonical(cell.kind, text) ?? '';
    })
    .join(',');
}

/** The cells of a row of the address. */
export function readRow(row: string): string[] {
  return row.split(',');
}

/** What is wrong or missing in what the form shows. */
export function faultsOf(form: readonly Section[], draft: Draft): Faults {
  const faults: Faults = {};
  const { shown, values } = readDraft(form, draft);
  for (const field of shown) {
    const fault = faultOf(field, draft.fields[field.name] ?? field.initial);
    if (fault) faults[field.name] = fault;
  }
  for (const { rows } of form) {
    if (rows === undefined || rows.when?.(values) === false) continue;
    for (const [index, texts] of (draft.rows[rows.name] ?? []).entries()) {
      for (const [at, cell] of rows.cells.entries()) {
        if (cell.when?.(texts) === false) continue;
        const fault = faultOf(cell, texts[at]);
        if (fault) faults[`${rows.name}.${index}.${cell.name}`] = fault;
      }
    }
  }
  return faults;
}

/** The form as the address fills it in. */
export function draftOf(form: readonly Section[], values: Values): Draft {
  const draft: Draft = { fields: {}, rows: {} };
  for (const section of form) {
    for (const { name, kind } of section.fields) {
      const value = values[name];
      if (value !== undefined) draft.fields[name] = typed(kind, value);
    }
    const { rows } = section;
    const lines = rows && values[rows.name];
    if (rows === undefined || lines === undefined) continue;
    draft.rows[rows.name] = lines.map((line) => {
      const cells = readRow(line);
      return rows.cells.map(({ kind }, index) => (cells[index] ? typed(kind, cells[index]) : ''));
    });
  }
  return draft;
}

/** The values of the address that the form takes, when it has all that it needs; else undefined. */
export function completeValues(form: readonly Section[], values: Values): Values | undefined {
  const draft = draftOf(form, values);
  return Object.keys(faultsOf(form, draft)).length === 0 ? readDraft(form, draft).values : undefined;
}

/** Every name of the form with its value or, to clear it from the address, undefined. */
export function addressOf(form: readonly Section[], values: Values): Values {
  const all: Values = {};
  for (const { fields, rows } of form) {
    for (const { name } of fields) all[name] = values[name];
    if (rows) all[rows.name] = values[rows.name];
  }
  return all;
}

/**
 * The place in the form that a refusal of the server is about: the name of a field or of a list of rows. The server
 * names places of its input ("salary.coefficient", "delays[0].months"). What is wrong with a field that the values do
 * not show is said at the rows of its section, from which the same thing is built.
 */
export function placeOf(
  form: readonly Section[],
  path: string | undefined,
  values: Values = {},
): string | undefined {
  if (path === undefined) return undefined;
  const place = path.replace(/^input\./, '');
  const { shown } = readDraft(form, draftOf(form, values));
  for (const { fields, rows } of form) {
    const field = fields.find((item) => item.path === place);
    if (field) return shown.includes(field) ? field.name : rows?.name;
    if (
      rows &&
      (place === rows.path || place.startsWith(`${rows.path}[`) || place.startsWith(`${rows.path}.`))
    ) {
      return rows.name;
    }
  }
  return undefined;
}
