import { describe, expect, it } from 'vitest';
import { grouped, type PeriodFigure } from '../figures';

const figure = (key: string): PeriodFigure => ({
  key,
  label: key,
  value: '1',
  unit: 'người',
  published: null,
});

describe('period figures', () => {
  it('stand together by subject in the order of the report', () => {
    const groups = grouped([figure('headcount.a'), figure('recruited.a'), figure('headcount.b')]);
    expect(groups.map(({ domain, figures }) => [domain, figures.map(({ key }) => key)])).toEqual([
      ['headcount', ['headcount.a', 'headcount.b']],
      ['recruited', ['recruited.a']],
    ]);
  });
});
