import type { TFunction } from 'i18next';
import { currentLanguage } from '@/i18n/language';
import { formatDecimal } from '@/lib/number';

const units = [
  'months',
  'years',
  'days',
  'working_days',
  'count',
  'share',
  'coefficient',
  'VND',
  'points',
] as const;

/** What a parameter is measured in, in a word ("tháng"); a unit without words is shown as it is. */
export function unitWord(t: TFunction, unit: string): string {
  if (unit === 'choice') return t('law.unit.choice');
  const known = units.find((item) => item === unit);
  return known ? t(`law.unit.${known}`) : unit;
}

/** A number of the law with its unit in words: "24 tháng", "5 %", "2.530.000 đ". */
export function formatAmount(t: TFunction, value: string, unit: string): string {
  const known = units.find((item) => item === unit);
  if (known === undefined) return formatDecimal(value);
  return t(`law.amount.${known}`, { value: formatDecimal(unit === 'share' ? shift(value, 2) : value) });
}

interface Spoken {
  value: string;
  text: string;
  unit: string;
}

/** A value of the law as people read it: a number with its unit, the name of an option, how long a table is. */
export function spoken(t: TFunction, { value, text, unit }: Spoken): string {
  const isNumber = unit !== 'choice' && !value.startsWith('[');
  return isNumber ? formatAmount(t, value, unit) : text;
}

/** An amount with its sign said, for differences: "+190.000 đ". */
export function formatDifference(t: TFunction, difference: string, unit: string): string {
  const sign = difference.startsWith('-') ? '' : '+';
  if (unit === 'share')
    return t('law.amount.sharePoints', { value: sign + formatDecimal(shift(difference, 2)) });
  return sign + formatAmount(t, difference, unit);
}

/** Moves the decimal point: 0.05 by 2 is 5, 12 by -2 is 0.12. */
export function shift(value: string, places: number): string {
  const sign = value.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = value.slice(sign.length).split('.');
  const point = whole.length + places;
  const digits = `${whole}${fraction}`
    .padEnd(point, '0')
    .padStart(Math.max(point, whole.length + fraction.length), '0');
  const padded = point > 0 ? digits : '0'.repeat(1 - point) + digits;
  const at = Math.max(point, 1);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const right = padded.slice(at).replace(/0+$/, '');
  return sign + (right === '' ? left : `${left}.${right}`);
}

const written = {
  vi: /^(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/,
  en: /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/,
} as const;

/** What was typed as a canonical number: "2.530.000" and "2,34" as Vietnamese writes them, a share in percent. */
export function parseAmount(text: string, unit: string): string | undefined {
  const match = written[currentLanguage()].exec(text.trim());
  if (!match) return undefined;
  const whole = match[1]!.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '');
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  const plain = fraction === '' ? whole : `${whole}.${fraction}`;
  return unit === 'share' ? shift(plain, -2) : plain;
}
