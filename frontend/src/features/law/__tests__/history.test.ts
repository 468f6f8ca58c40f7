import { describe, expect, it } from 'vitest';
import { changesOf, columnsOf, subtract } from '../history';

const number = (from: string, value: string, to: string | null = null) => ({
  from,
  to,
  value,
  text: value,
  rows: [],
});
const table = (from: string, rows: Record<string, Record<string, string>>, to: string | null = null) => ({
  from,
  to,
  value: JSON.stringify(rows),
  text: 'bảng',
  rows: Object.entries(rows).map(([key, cells]) => ({
    key,
    cells: Object.entries(cells).map(([column, value]) => ({ column, value })),
  })),
});

describe('what a value changed of the one before', () => {
  it('is nothing for the first', () => {
    expect(changesOf([number('2020-01-01', '5')])).toEqual([{ kind: 'first' }]);
  });

  it('is the difference and its part of what was there', () => {
    const [, change] = changesOf([
      number('2024-07-01', '2340000', '2026-07-01'),
      number('2026-07-01', '2530000'),
    ]);
    expect(change).toMatchObject({ kind: 'number', difference: '190000' });
    expect(change).toHaveProperty('share', 190000 / 2340000);
  });

  it('has no part of zero', () => {
    const [, change] = changesOf([number('2020-01-01', '0', '2021-01-01'), number('2021-01-01', '0.5')]);
    expect(change).toEqual({ kind: 'number', difference: '0.5', share: undefined });
  });

  it('is told as days without a value, not as a difference, after a gap', () => {
    const [, change] = changesOf([number('2015-01-01', '12', '2018-01-01'), number('2020-01-01', '24')]);
    expect(change).toEqual({ kind: 'gap', from: '2018-01-01', to: '2020-01-01' });
  });

  it('is nothing where only the authority changed, however the number is written', () => {
    const [, same, written] = changesOf([
      number('2015-01-01', '2.5', '2018-01-01'),
      number('2018-01-01', '2.5', '2020-01-01'),
      number('2020-01-01', '2.50'),
    ]);
    expect([same, written]).toEqual([{ kind: 'same' }, { kind: 'same' }]);
  });

  it('is the option before, by its name', () => {
    const option = (from: string, value: string, text: string) => ({ from, to: null, value, text, rows: [] });
    const [, change] = changesOf([
      option('2015-01-01', 'UP', 'Làm tròn lên'),
      option('2020-01-01', 'DOWN', 'Bỏ phần lẻ'),
    ]);
    expect(change).toEqual({ kind: 'option', before: 'Làm tròn lên' });
  });
});

describe('what a table changed of the one before', () => {
  const before = { A1: { months: '36', rank: '2' }, B: { months: '24' } };

  it('is the cells that differ, those that are new, and those that are gone', () => {
    const [, change] = changesOf([
      table('2015-01-01', before, '2020-01-01'),
      table('2020-01-01', { A1: { months: '30', rank: '2.0' }, C: { months: '24' } }),
    ]);
    expect(change).toEqual({
      kind: 'cells',
      cells: [
        { row: 'A1', column: 'months', before: '36', after: '30' },
        { row: 'C', column: 'months', before: null, after: '24' },
        { row: 'B', column: 'months', before: '24', after: null },
      ],
    });
  });

  it('is nothing where rows only changed places', () => {
    const [, change] = changesOf([
      table('2015-01-01', before, '2020-01-01'),
      table('2020-01-01', { B: { months: '24' }, A1: { rank: '2', months: '36' } }),
    ]);
    expect(change).toEqual({ kind: 'same' });
  });

  it('has the columns of all rows, each once', () => {
    expect(columnsOf(table('2015-01-01', { C: { months: '24' }, ...before }).rows)).toEqual([
      'months',
      'rank',
    ]);
  });
});

describe('a difference of decimals', () => {
  it.each([
    ['0.3', '0.1', '0.2'],
    ['2.34', '2.67', '-0.33'],
    ['1', '0.99', '0.01'],
    ['-1.5', '1.5', '-3'],
    ['9007199254740993.1', '0.1', '9007199254740993'],
  ])('%s less %s is %s exactly', (a, b, difference) => {
    expect(subtract(a, b)).toBe(difference);
  });

  it('does not exist of an option', () => {
    expect(subtract('UP', '1')).toBeUndefined();
  });
});
