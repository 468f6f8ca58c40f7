import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { formatAmount, formatDifference, parseAmount, shift } from '../amount';
import { faultsOf, proposalOf, valueOn, type ChoiceForm } from '../choice-form';
import { parseChoiceSearch, parseParameterSearch } from '../search';

const t = i18next.t.bind(i18next) as typeof i18next.t;
const full: ChoiceForm = {
  parameter: 'pay.step_raise.early_months',
  unit: 'u1',
  value: '9',
  choice: undefined,
  from: '2026-07-01',
  lastDay: '2026-12-31',
  decision: 'd1',
  note: '  ',
};

describe('an amount as it is typed', () => {
  it.each([
    ['2.530.000', 'VND', '2530000'],
    ['2530000', 'VND', '2530000'],
    ['2,34', 'coefficient', '2.34'],
    [' 007,50 ', 'coefficient', '7.5'],
    ['0', 'months', '0'],
    ['10', 'share', '0.1'],
    ['7,5', 'share', '0.075'],
    ['150', 'share', '1.5'],
  ])('"%s" of %s is %s', (text, unit, value) => {
    expect(parseAmount(text, unit)).toBe(value);
  });

  it.each(['', '2.34', '1.2345', '-5', '1e3', '5 tháng', '1,2,3'])('"%s" is no number', (text) => {
    expect(parseAmount(text, 'VND')).toBeUndefined();
  });

  it.each([
    ['0.05', 2, '5'],
    ['12', -2, '0.12'],
    ['-0.005', 2, '-0.5'],
    ['0', -2, '0'],
    ['120', -1, '12'],
  ])('the point of %s moves by %d to %s', (value, places, moved) => {
    expect(shift(value, places)).toBe(moved);
  });

  it('is shown with its unit in words, and a difference with its sign', () => {
    expect(formatAmount(t, '2530000', 'VND')).toBe('2.530.000 đ');
    expect(formatAmount(t, '0.075', 'share')).toBe('7,5 %');
    expect(formatDifference(t, '190000', 'VND')).toBe('+190.000 đ');
    expect(formatDifference(t, '-0.025', 'share')).toBe('−2,5 điểm phần trăm');
  });
});

describe('a proposal', () => {
  it('is sent with the day after the last, and without what is empty', () => {
    const proposal = proposalOf(full, 'months');
    expect(proposal).toEqual({
      parameter: 'pay.step_raise.early_months',
      unit: 'u1',
      value: '9',
      from: '2026-07-01',
      to: '2027-01-01',
      decision: 'd1',
    });
  });

  it('of an option sends the option and no value typed before', () => {
    expect(proposalOf({ ...full, choice: 'UP' }, 'choice')).toMatchObject({ choice: 'UP' });
    expect(proposalOf({ ...full, choice: 'UP' }, 'choice')).not.toHaveProperty('value');
  });

  it.each<[string, Partial<ChoiceForm>, string, object]>([
    ['nothing chosen', { parameter: undefined }, '', { parameter: 'required' }],
    ['no unit', { unit: undefined }, 'months', { unit: 'required' }],
    ['no value', { value: ' ' }, 'months', { value: 'required' }],
    ['a value that is no number', { value: '9 tháng' }, 'months', { value: 'number' }],
    ['no option', {}, 'choice', { choice: 'required' }],
    ['no first day', { from: undefined }, 'months', { from: 'required' }],
    ['days the wrong way round', { lastDay: '2026-06-30' }, 'months', { to: 'reversed' }],
    ['no decision', { decision: undefined }, 'months', { decision: 'required' }],
  ])('with %s is not sent', (_, change, measure, faults) => {
    const form = { ...full, ...change };
    expect(faultsOf(form, measure || undefined)).toEqual(faults);
    expect(proposalOf(form, measure || undefined)).toBeUndefined();
  });

  it('of one day is complete', () => {
    expect(proposalOf({ ...full, lastDay: full.from }, 'months')).toMatchObject({ to: '2026-07-02' });
  });
});

describe('the value of the law', () => {
  it('ends on the day the next value begins', () => {
    const values = [
      { from: '2024-07-01', to: '2026-07-01' },
      { from: '2026-07-01', to: null },
    ];
    expect(valueOn(values, '2026-06-30')).toBe(values[0]);
    expect(valueOn(values, '2026-07-01')).toBe(values[1]);
    expect(valueOn(values, '2024-06-30')).toBeUndefined();
  });
});

describe('the address of the lists', () => {
  it('keeps what is known and drops what is not', () => {
    expect(parseParameterSearch({ q: 'luong co so', on: '2026-07-01', document: '161/2026/NĐ-CP' })).toEqual({
      q: 'luong co so',
      on: '2026-07-01',
      document: '161/2026/NĐ-CP',
    });
    expect(parseParameterSearch({ on: '2026-02-30', skip: '-1' })).toEqual({});
    expect(parseChoiceSearch({ state: 'APPROVED' }).state).toBe('APPROVED');
    expect(parseChoiceSearch({ state: 'DELETED' }).state).toBeUndefined();
  });
});
