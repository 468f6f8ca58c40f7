import { currentLanguage } from '@/i18n/language';

const locales = { vi: 'vi-VN', en: 'en-GB' } as const;

/** 41051 as 41.051 in Vietnamese and 41,051 in English; a negative number takes the minus sign, not the hyphen. */
export function formatNumber(value: number | string, fractionDigits = 0, atLeast = 0): string {
  const format = new Intl.NumberFormat(locales[currentLanguage()], {
    maximumFractionDigits: fractionDigits,
    minimumFractionDigits: atLeast,
    useGrouping: 'always' as unknown as boolean,
  });
  return format.format(Number(value)).replace('-', '−');
}

/** A decimal that the server sent as text, with the digits it has. */
export function formatDecimal(value: string): string {
  const digits = value.split('.')[1]?.length ?? 0;
  return formatNumber(value, digits);
}

/** A salary coefficient, always with two decimals: 3,00. */
export function formatCoefficient(value: string): string {
  return formatNumber(value, 2, 2);
}

/** 744778125 as "744.778.125 đ". */
export function formatMoney(amount: number | string): string {
  return `${formatNumber(amount)} đ`;
}
