import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { differenceOf, divided } from '../alternatives';
import { sheetText } from '../sheet';

const t = i18next.t.bind(i18next) as typeof i18next.t;

const reading = (differs: boolean, total: number | null = null) => ({
  parameter: 'reduction.odd_months',
  label: 'Tháng lẻ',
  reading: 'Bỏ tháng lẻ',
  taken: 'Làm tròn lên',
  document: '154/2025/NĐ-CP',
  at: 'Điều 5',
  note: null,
  differs,
  result: '450.000.000 đ',
  total,
});

describe('readings that were not taken', () => {
  it('are told apart by whether something else comes out', () => {
    const { other, same } = divided([reading(true), reading(false), reading(true)]);
    expect([other.length, same.length]).toEqual([2, 1]);
  });

  it.each([
    ['more', 460_687_500, 450_000_000, '+10.687.500 đ'],
    ['less', 450_000_000, 460_687_500, '−10.687.500 đ'],
    ['as much', 5, 5, undefined],
  ])('of money say how much %s', (_, total, taken, said) => {
    expect(differenceOf({ total }, taken)).toBe(said);
  });

  it('that are no money have no difference', () => {
    expect(differenceOf({ total: null }, 5)).toBeUndefined();
    expect(differenceOf({ total: 5 }, undefined)).toBeUndefined();
  });

  it('stand in what is copied only where something else comes out', () => {
    const sheet = { title: '', inputs: [], results: [], trace: [], bases: [] };
    const text = sheetText(t, {
      ...sheet,
      alternatives: [reading(true), { ...reading(false), label: 'Khác' }],
    });
    expect(text).toContain('- Tháng lẻ: nếu hiểu là “Bỏ tháng lẻ” thay cho “Làm tròn lên” thì 450.000.000 đ');
    expect(text).not.toContain('Khác');
    expect(sheetText(t, sheet)).not.toContain('Cách hiểu khác');
  });
});
