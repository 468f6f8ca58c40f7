import { dateParam, listParam, oneOfParam, textParam } from '@/lib/search-params';
import { allRegimes, calculators, codes, type Calculator } from './codes';
import { fieldNames, forms, rowsNames, type Field, type FieldName, type Values } from './fields';

/** The address of the calculators: which one, and what its form holds. All forms share one set of names. */
export interface CalculatorSearch extends Values {
  calc?: Calculator;
  /** The comparison by leaving month: first days of months, and the regimes to compare. */
  fromMonth?: string;
  toMonth?: string;
  regimes?: string[];
}

/** The first form that has a field says how its value is read; the same name means the same thing everywhere. */
const fieldsByName = new Map<FieldName, Field>();
for (const form of Object.values(forms)) {
  for (const field of form.flatMap(({ fields }) => fields)) {
    if (!fieldsByName.has(field.name)) fieldsByName.set(field.name, field);
  }
}

function value(name: FieldName, given: unknown): string | undefined {
  const field = fieldsByName.get(name);
  const text = textParam(given);
  if (field === undefined || text === undefined) return undefined;
  switch (field.kind) {
    case 'day':
    case 'month':
      return dateParam(text);
    case 'flag':
      return oneOfParam(text, ['yes'] as const);
    case 'choice':
      if (name === 'regime') return oneOfParam(text, allRegimes);
      return typeof field.options === 'string' ? oneOfParam(text, codes[field.options]) : text;
    case 'unit':
      return text;
    default:
      return /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? text : undefined;
  }
}

export function parseCalculatorSearch(search: Record<string, unknown>): CalculatorSearch {
  const values: CalculatorSearch = {
    calc: oneOfParam(search.calc, calculators),
    fromMonth: dateParam(search.fromMonth),
    toMonth: dateParam(search.toMonth),
    regimes: listParam(search.regimes)?.filter((code) => allRegimes.includes(code)),
  };
  for (const name of fieldNames) values[name] = value(name, search[name]);
  for (const name of rowsNames) values[name] = listParam(search[name]);
  return values;
}
