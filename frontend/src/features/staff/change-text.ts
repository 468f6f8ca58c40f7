import type { TFunction } from 'i18next';
import type { RecordChangeSection } from '@/gql/graphql';
import { codeLabel } from '@/lib/code-label';
import { formatDay } from '@/lib/day';
import { asRead, formFields, type FormField } from './change-fields';

/** The words for a code of a choice. */
export function codeName(t: TFunction, { words }: Pick<FormField, 'words'>, code: string): string {
  if (words === undefined) return code;
  return words === 'sex' ? t(`staff.sex.${code}`) : codeLabel(t, words, code);
}

/** A value of a form that is no day: a code in words, anything else as it is. */
export function codeText(t: TFunction, field: FormField, value: string): string {
  return value !== '' && field.input === 'choice' ? codeName(t, field, value) : value;
}

/** The name of a field in the words of the record; a field without a form keeps its own name. */
export function fieldName(t: TFunction, section: RecordChangeSection, name: string): string {
  if (name === 'ethnicGroup') return t('staff.identity.ethnicGroup');
  const field = formFields(section).find((item) => item.name === name);
  return field === undefined ? name : t(field.label);
}

/** A value of the API as people read it: days in their order, codes in words. */
export function valueText(
  t: TFunction,
  section: RecordChangeSection,
  name: string,
  value: string | null | undefined,
): string {
  if (!value) return '';
  const field = formFields(section).find((item) => item.name === name);
  if (field?.input === 'day') return formatDay(asRead(section, name, value));
  return field === undefined ? value : codeText(t, field, value);
}
