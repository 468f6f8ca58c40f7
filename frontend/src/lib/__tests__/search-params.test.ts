import { describe, expect, it } from 'vitest';
import { dateParam, intParam, listParam, parseSearch, stringifySearch } from '../search-params';

describe('the search part of an address', () => {
  it('comes back as it was written', () => {
    const search = { asOf: '2020-12-31', q: 'nguyễn đức', class: ['CADRE', 'CONTRACT'], unit: '12' };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });

  it('is readable and leaves out what is absent', () => {
    expect(stringifySearch({ asOf: '2020-12-31', unit: undefined, class: ['CADRE', 'CONTRACT'] })).toBe(
      '?asOf=2020-12-31&class=CADRE&class=CONTRACT',
    );
    expect(stringifySearch({ asOf: undefined })).toBe('');
  });

  it.each([
    ['2020-02-29', '2020-02-29'],
    ['2021-02-29', undefined],
    ['31/12/2020', undefined],
    ['2020-13-01', undefined],
    [undefined, undefined],
  ])('the date %s is taken as %s', (value, day) => {
    expect(dateParam(value)).toBe(day);
  });

  it('takes only whole numbers from the list allowed', () => {
    expect(intParam('50', [20, 50, 100])).toBe(50);
    expect(intParam('51', [20, 50, 100])).toBeUndefined();
    expect(intParam('-1')).toBeUndefined();
    expect(intParam('1.5')).toBeUndefined();
  });

  it('makes a list of a single value', () => {
    expect(listParam('A')).toEqual(['A']);
    expect(listParam(undefined)).toBeUndefined();
  });
});
