import type { TFunction } from 'i18next';
import { formatDay } from '@/lib/day';
import { formatDecimal, formatNumber } from '@/lib/number';

/** What a person typed as a decimal, with comma or point, as the API takes it: "4,65" is "4.65"; undefined when it is none. */
export function parseDecimal(text: string): string | undefined {
  const number = text.trim().replace(',', '.');
  return /^-?\d{1,12}(\.\d{1,6})?$/.test(number) ? number : undefined;
}

/** Whole numbers and amounts may be typed with groups of three ("15.356.250 đ"); undefined when it is none. */
export function parseWhole(text: string): string | undefined {
  const number = text
    .trim()
    .replace(/\s*đ$/, '')
    .replace(/[\s\u00a0]/g, '');
  if (/^-?\d{1,15}$/.test(number)) return number;
  return /^-?\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(number) ? number.replace(/[.,]/g, '') : undefined;
}

/** A value of a step of the trace, in the reader's style; a unit that has no style of its own leaves it as it is. */
export function formatStepValue(t: TFunction, value: string, unit: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(value);
  if (value === 'true' || value === 'false') return t(`calculator.met.${value}`);
  if (unit === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(value) : value;
  if (!isNumber) return value;
  switch (unit) {
    case 'VND':
      return `${formatDecimal(value)} đ`;
    case 'share':
      return `${formatDecimal(percent(value))} %`;
    case 'months':
    case 'years':
    case 'days':
    case 'working_days':
      return t(`calculator.unit.${unit}`, { text: formatDecimal(value) });
    default:
      return formatDecimal(value);
  }
}

/** A share as percent without the noise of binary fractions: "0.05" is "5". */
function percent(share: string): string {
  return String(Number((Number(share) * 100).toFixed(4)));
}

/** "61 tuổi 9 tháng". */
export function formatAge(t: TFunction, years: number, months: number): string {
  const text = { years: formatNumber(years), months: formatNumber(months) };
  return months === 0 ? t('calculator.unit.age', text) : t('calculator.unit.ageMonths', text);
}

/** 198 months as "16 năm 6 tháng". */
export function formatDuration(t: TFunction, months: number): string {
  const years = Math.floor(months / 12);
  const rest = months % 12;
  const words = [
    ...(years > 0 ? [t('calculator.unit.years', { text: formatNumber(years) })] : []),
    ...(rest > 0 || years === 0 ? [t('calculator.unit.months', { text: formatNumber(rest) })] : []),
  ];
  return words.join(' ');
}

/** The day so many months after another; the last of the month where the month is too short. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const moved = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)));
  return moved.toISOString().slice(0, 10);
}

export function firstOfMonth(day: string): string {
  return `${day.slice(0, 8)}01`;
}

/** 2026-11-01 as "11/2026". */
export function formatMonth(day: string): string {
  return formatDay(day).slice(3);
}

/** Whole months between two days; negative when the second is earlier. */
export function monthsBetween(from: string, to: string): number {
  const [fromYear, fromMonth, fromDate] = from.split('-').map(Number) as [number, number, number];
  const [toYear, toMonth, toDate] = to.split('-').map(Number) as [number, number, number];
  return (toYear - fromYear) * 12 + (toMonth - fromMonth) - (toDate < fromDate ? 1 : 0);
}
