import type { TFunction } from 'i18next';

/** The words for a code of the API ("RETIREMENT"); a code that has no words yet is shown as it is. */
export function codeLabel(t: TFunction, group: string, code: string | null | undefined): string {
  if (!code) return '';
  const key = code.replace(/[.:]/g, '_');
  return t(`codes.${group}.${key}`, { defaultValue: code });
}
