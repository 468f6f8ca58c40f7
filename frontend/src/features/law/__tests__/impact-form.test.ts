import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import {
  firstDayOf,
  impactFaults,
  impactOf,
  isOpen,
  newImpact,
  orderOf,
  rowsOn,
  type ImpactForm,
} from '../impact-form';
import { cellText, figureText, moneyDifference, resultsText, totalsText } from '../impact-words';
import { parseImpactListSearch, parseImpactSearch } from '../search';

const t = i18next.t.bind(i18next) as typeof i18next.t;

type Shape = Parameters<typeof isOpen>[0];
const row = (key: string, months: string) => ({ key, cells: [{ column: 'months', value: months }] });
const shape = (unit: string, change: Partial<Shape> = {}): Shape => ({
  unit,
  options: [],
  values: [
    { from: '2015-01-01', to: '2026-07-01', rows: [] },
    { from: '2026-07-01', to: null, rows: [] },
  ],
  ...change,
});
const table = shape('months', {
  values: [
    { from: '2015-01-01', to: '2026-07-01', rows: [row('REPRIMAND', '6')] },
    { from: '2026-07-01', to: null, rows: [row('REPRIMAND', '3'), row('WARNING', '6')] },
  ],
});
const options = [
  { code: 'UP', label: 'Làm tròn lên' },
  { code: 'DOWN', label: 'Làm tròn xuống' },
];
const form = (change: Partial<ImpactForm>) => newImpact({ parameter: 'p', from: '2026-12-01', ...change });

describe('the first day of an analysis', () => {
  it.each<[string, 'supposed' | 'present', string, string]>([
    ['a change begins with the next month', 'supposed', '2026-11-22', '2026-12-01'],
    ['or tomorrow, when a month begins then', 'supposed', '2026-11-30', '2026-12-01'],
    ['and never today', 'supposed', '2026-12-01', '2027-01-01'],
    ['but not before a value that is already law', 'supposed', '2026-05-20', '2026-07-01'],
    ['the law as it stands is looked at from its newest value on', 'present', '2026-11-22', '2026-07-01'],
  ])('%s', (_, compared, now, day) => {
    expect(firstDayOf(shape('VND'), compared, now)).toBe(day);
  });

  it('is the next month where the law has no value at all', () => {
    expect(firstDayOf(shape('VND', { values: [] }), 'present', '2026-11-22')).toBe('2026-12-01');
  });
});

describe('an analysis', () => {
  it('sends the number as the API writes it, with the day after the last', () => {
    const filled = form({ value: '2.800.000', unit: 'u1', lastDay: '2027-06-30' });
    expect(orderOf(filled, shape('VND'))).toEqual({
      parameter: 'p',
      value: '2800000',
      unit: 'u1',
      from: '2026-12-01',
      to: '2027-07-01',
    });
  });

  it('of an option sends its code, and of one option alone no unit chooses', () => {
    expect(orderOf(form({ choice: 'UP', unit: 'u1' }), shape('choice', { options }))).toMatchObject({
      value: 'UP',
      unit: 'u1',
    });
    const one = shape('choice', { options: options.slice(1) });
    expect(orderOf(form({ choice: 'DOWN', unit: 'u1' }), one)?.unit).toBeUndefined();
  });

  it('of a table sends one cell as the table writes it, and never a unit', () => {
    const filled = form({ row: 'WARNING', column: 'months', value: '0,5', unit: 'u1' });
    const ofShare = { ...table, unit: 'share' };
    expect(orderOf(filled, ofShare)).toEqual({
      parameter: 'p',
      row: 'WARNING',
      column: 'months',
      value: '0.5',
      from: '2026-12-01',
      to: undefined,
    });
  });

  it('of the law as it stands sends no value, whatever was typed before', () => {
    const filled = form({ compared: 'present', value: '9', unit: 'u1', row: 'WARNING' });
    expect(orderOf(filled, table)).toEqual({ parameter: 'p', from: '2026-12-01', to: undefined });
  });

  it.each<[string, Partial<ImpactForm>, Shape, object]>([
    ['no parameter', { parameter: undefined, value: '9' }, shape('months'), { parameter: 'required' }],
    ['no value', { value: ' ' }, shape('months'), { value: 'required' }],
    ['a value that is no number', { value: '9 tháng' }, shape('months'), { value: 'number' }],
    ['no option', { value: '9' }, shape('choice', { options }), { choice: 'required' }],
    ['no cell', { value: '9' }, table, { row: 'required', column: 'required' }],
    ['no first day', { value: '9', from: undefined }, shape('months'), { from: 'required' }],
    ['days the wrong way round', { value: '9', lastDay: '2026-11-30' }, shape('months'), { to: 'reversed' }],
  ])('with %s is not sent', (_, change, parameter, faults) => {
    expect(impactFaults(form(change), parameter)).toEqual(faults);
    expect(orderOf(form(change), parameter)).toBeUndefined();
  });

  it('is not sent before its parameter is known', () => {
    expect(orderOf(form({ value: '9' }), undefined)).toBeUndefined();
  });

  it('offers the rows of the table of its first day, or of the newest where none is in force', () => {
    const keys = (day: string) => rowsOn(table as never, day).map(({ key }) => key);
    expect(keys('2020-01-01')).toEqual(['REPRIMAND']);
    expect(keys('1999-01-01')).toEqual(['REPRIMAND', 'WARNING']);
  });
});

describe('a proposed choice', () => {
  it('is asked about as if it were approved, its number as one would type it', () => {
    const choice = {
      parameter: 'p',
      measure: 'share',
      value: '0.075',
      choice: null,
      unit: { id: 'u1', name: 'Sở Nội vụ' },
      from: '2026-12-01',
      to: '2027-01-01',
    };
    const start = impactOf(choice);
    expect(start).toMatchObject({ parameter: 'p', value: '7,5', unit: 'u1', lastDay: '2026-12-31' });
    expect(orderOf(newImpact(start), shape('share'))).toMatchObject({ value: '0.075', to: '2027-01-01' });
  });

  it('of an option has no last day while none is known', () => {
    const choice = {
      parameter: 'p',
      measure: 'choice',
      value: null,
      choice: 'UP',
      unit: null,
      from: '2026-12-01',
      to: null,
    };
    expect(impactOf(choice)).toMatchObject({ value: '', choice: 'UP', unit: undefined, lastDay: undefined });
  });
});

describe('what comes out, in words', () => {
  const parameter = { id: 'p', label: 'Tham số', unit: 'months', options };

  it('is a number with its unit, an option by its name, a cell as its table shows it', () => {
    const alone = { parameter, row: null, column: null };
    expect(figureText(t, alone, '9')).toBe('9 tháng');
    expect(figureText(t, { ...alone, parameter: { ...parameter, unit: 'choice' } }, 'UP')).toBe(
      'Làm tròn lên',
    );
    const cell = { parameter, row: 'REPRIMAND', column: 'months' };
    expect(figureText(t, cell, '2.5')).toBe('2,5');
    expect(cellText(t, cell)).toBe('Khiển trách · Số tháng');
    expect(cellText(t, alone)).toBeUndefined();
  });

  it('says a difference with its sign, and both sides only where they differ', () => {
    expect(moneyDifference(1_000_000)).toBe('+1.000.000 đ');
    expect(moneyDifference(-1_000_000)).toBe('−1.000.000 đ');
    expect(moneyDifference(0)).toBe('0 đ');
    const item = {
      resultBefore: 'ELIGIBLE',
      totalBefore: 5,
      resultAfter: 'ELIGIBLE',
      totalAfter: 7,
    } as const;
    expect(totalsText(item)).toEqual(['5 đ', '7 đ']);
    expect(resultsText(t, item)[1]).toBeUndefined();
    expect(resultsText(t, { ...item, resultAfter: 'REFUSED' })[1]).toBeTruthy();
  });
});

describe('the address of an analysis', () => {
  it('shows what changed unless it says all', () => {
    expect(parseImpactSearch({ show: 'all', after: 'x', skip: '50' })).toEqual({
      show: 'all',
      after: 'x',
      skip: 50,
    });
    expect(parseImpactSearch({ show: 'none' }).show).toBeUndefined();
    expect(parseImpactListSearch({ parameter: 'p' }).parameter).toBe('p');
  });
});
