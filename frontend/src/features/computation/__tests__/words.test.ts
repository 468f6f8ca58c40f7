import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { changeLanguage } from '@/i18n';
import { parseBatchSearch } from '../search';
import { differenceText, peopleText, proposedTitle, whyNot } from '../words';

const t = i18next.t.bind(i18next) as typeof i18next.t;

describe('the words of kept computations', () => {
  it('say a difference with its sign, and none in words', async () => {
    expect(differenceText(t, 12_500_000)).toBe('+12.500.000 đ');
    expect(differenceText(t, -3_000_000)).toBe('−3.000.000 đ');
    expect(differenceText(t, 0)).toBe('không đổi');
    await changeLanguage('en');
    expect(differenceText(t, -3_000_000)).toBe('−3,000,000 đ');
    expect(differenceText(t, 0)).toBe('unchanged');
  });

  it('say why nothing is owed: the first reason, or why it was not computed; of what is owed nothing', () => {
    const outcome = { reasons: [{ message: 'Chưa đủ tuổi' }, { message: 'Chưa đủ năm đóng' }] };
    expect(whyNot({ result: 'INELIGIBLE', outcome })).toBe('Chưa đủ tuổi');
    expect(whyNot({ result: 'REFUSED', problem: 'Hồ sơ thiếu ngày sinh', outcome: null })).toBe(
      'Hồ sơ thiếu ngày sinh',
    );
    expect(whyNot({ result: 'ELIGIBLE', outcome })).toBeUndefined();
    expect(whyNot({ result: 'INELIGIBLE', outcome: { reasons: [] } })).toBeUndefined();
  });

  it('propose a title that says of whom and of which day', () => {
    expect(proposedTitle(t, 'Sở Tư pháp', '22/11/2026')).toBe(
      'Ước tính chế độ thôi việc – Sở Tư pháp – 22/11/2026',
    );
    expect(proposedTitle(t, undefined, '22/11/2026')).toContain('Mọi đơn vị');
    expect(peopleText(t, 41051)).toBe('41.051 người');
  });
});

describe('the address of a batch', () => {
  it('keeps the result looked at and the page, and drops what it does not know', () => {
    expect(parseBatchSearch({ result: 'INELIGIBLE', after: 'c', skip: '50' })).toEqual({
      result: 'INELIGIBLE',
      after: 'c',
      skip: 50,
    });
    expect(parseBatchSearch({ result: 'SOMETHING', skip: '-1' })).toEqual({});
  });
});
