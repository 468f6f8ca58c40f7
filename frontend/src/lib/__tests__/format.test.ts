import { describe, expect, it } from 'vitest';
import { changeLanguage } from '@/i18n';
import { endOfLastYear, formatDay, formatInstant, lastDay, today } from '../day';
import { fold } from '../fold';
import { formatCoefficient, formatDecimal, formatNumber } from '../number';

describe('numbers', () => {
  it.each([
    [41051, '41.051'],
    [1234, '1.234'],
    [-611, '−611'],
    [0, '0'],
  ])('%d reads %s in Vietnamese', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('use commas for thousands in English', async () => {
    await changeLanguage('en');
    expect(formatNumber(41051)).toBe('41,051');
  });

  it.each([
    ['7.82', '7,82'],
    ['31', '31'],
    ['-0.01', '−0,01'],
    ['2.340', '2,34'],
  ])('decimal %s reads %s', (value, text) => {
    expect(formatDecimal(value)).toBe(text);
  });
});

describe('coefficients', () => {
  it('have two decimals even when they are whole', () => {
    expect(formatCoefficient('3')).toBe('3,00');
    expect(formatCoefficient('2.34')).toBe('2,34');
  });
});

describe('days', () => {
  it('are the days of Viet Nam, not of the reader’s clock', () => {
    expect(today(new Date('2026-11-21T16:59:59Z'))).toBe('2026-11-21');
    expect(today(new Date('2026-11-21T17:00:00Z'))).toBe('2026-11-22');
  });

  it('read dd/mm/yyyy', () => {
    expect(formatDay('2025-07-01')).toBe('01/07/2025');
    expect(formatInstant('2025-07-01T18:30:00Z')).toBe('02/07/2025 01:30');
  });

  it('end a half-open range on its last day', () => {
    expect(lastDay('2025-07-01')).toBe('2025-06-30');
    expect(lastDay('2024-03-01')).toBe('2024-02-29');
  });

  it('know the end of the year before', () => {
    expect(endOfLastYear('2026-11-21')).toBe('2025-12-31');
  });
});

describe('folding', () => {
  it.each([
    ['Nguyễn Đức', 'nguyen duc'],
    ['Nguyễn Đức'.normalize('NFD'), 'nguyen duc'],
    ['ĐẶNG', 'dang'],
  ])('%s compares as %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
});
