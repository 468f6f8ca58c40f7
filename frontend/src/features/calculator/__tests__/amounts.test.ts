import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { changeLanguage } from '@/i18n';
import { formatMoney } from '@/lib/number';
import {
  addMonths,
  formatAge,
  formatDuration,
  formatMonth,
  formatStepValue,
  monthsBetween,
  parseDecimal,
  parseWhole,
} from '../amounts';

const t = i18next.t.bind(i18next) as typeof i18next.t;

describe('an amount', () => {
  it('is written with points and the sign of the dong', async () => {
    expect(formatMoney(744778125)).toBe('744.778.125 đ');
    expect(formatMoney(0)).toBe('0 đ');
    await changeLanguage('en');
    expect(formatMoney(744778125)).toBe('744,778,125 đ');
  });

  it('is read with and without groups, and refused where the groups are none', () => {
    for (const text of ['15356250', '15.356.250', '15,356,250', ' 15 356 250 đ']) {
      expect(parseWhole(text), text).toBe('15356250');
    }
    for (const text of ['15.35', '1.5', '15.356,250', 'abc', '']) {
      expect(parseWhole(text), text).toBeUndefined();
    }
  });
});

describe('a decimal', () => {
  it('is read with a comma or a point and never rounded', () => {
    expect(parseDecimal('4,65')).toBe('4.65');
    expect(parseDecimal('4.65')).toBe('4.65');
    expect(parseDecimal(' 25 ')).toBe('25');
    expect(parseDecimal('-1')).toBe('-1');
    for (const text of ['4,6,5', '1.234,5', 'hai', '', '1e3'])
      expect(parseDecimal(text), text).toBeUndefined();
  });
});

describe('a value of a step', () => {
  it('is shown by its unit', () => {
    expect(formatStepValue(t, '460687500', 'VND')).toBe('460.687.500 đ');
    expect(formatStepValue(t, '2.5', 'years')).toBe('2,5 năm');
    expect(formatStepValue(t, '30', 'months')).toBe('30 tháng');
    expect(formatStepValue(t, '0.07', 'share')).toBe('7 %');
    expect(formatStepValue(t, '4.65', 'coefficient')).toBe('4,65');
    expect(formatStepValue(t, '2027-11-01', 'date')).toBe('01/11/2027');
    expect(formatStepValue(t, 'true', 'text')).toBe('đạt');
    expect(formatStepValue(t, '178/2024/NĐ-CP', 'text')).toBe('178/2024/NĐ-CP');
  });

  it('that is not what its unit says stays as it is', () => {
    expect(formatStepValue(t, 'KEEP', 'VND')).toBe('KEEP');
    expect(formatStepValue(t, 'never', 'date')).toBe('never');
  });
});

describe('months', () => {
  it('are counted whole and added without leaving the month', () => {
    expect(monthsBetween('2010-06-15', '2026-11-14')).toBe(196);
    expect(monthsBetween('2010-06-15', '2026-11-15')).toBe(197);
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
    expect(addMonths('2026-11-01', 12)).toBe('2027-11-01');
  });

  it('are told in years and months', () => {
    expect(formatDuration(t, 198)).toBe('16 năm 6 tháng');
    expect(formatDuration(t, 24)).toBe('2 năm');
    expect(formatDuration(t, 0)).toBe('0 tháng');
    expect(formatAge(t, 61, 9)).toBe('61 tuổi 9 tháng');
    expect(formatAge(t, 60, 0)).toBe('60 tuổi');
    expect(formatMonth('2026-11-01')).toBe('11/2026');
  });
});
