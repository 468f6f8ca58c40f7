import type { TFunction } from 'i18next';

/** A row or a column of a table of the law in words; a code without words (a salary class) is its own name. */
export function tableWord(t: TFunction, code: string): string {
  if (!/^\w+$/.test(code)) return code;
  return t([`law.word.${code}`, `staff.class.${code}`, `staff.sex.${code}`], { defaultValue: code });
}
