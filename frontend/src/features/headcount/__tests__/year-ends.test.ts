import { describe, expect, it } from 'vitest';
import { yearEnds } from '../year-ends';

describe('the days of the history', () => {
  it('are the year ends on record before the day, and the day', () => {
    expect(yearEnds('2013-06-30')).toEqual(['2011-12-31', '2012-12-31', '2013-06-30']);
  });

  it('end with a year end that is looked at itself, once', () => {
    expect(yearEnds('2012-12-31')).toEqual(['2011-12-31', '2012-12-31']);
  });

  it('are only the day itself before the first record', () => {
    expect(yearEnds('2010-01-01')).toEqual(['2010-01-01']);
  });

  it('never exceed what the server answers at once', () => {
    expect(yearEnds('2090-01-01')).toHaveLength(40);
  });
});
