import { describe, expect, it } from 'vitest';
import { viewSearch } from '../view-search';

describe('what a view keeps of an address', () => {
  it.each([
    ['the filters, the order and the columns', '?q=an&class=CADRE&cols=code', 'class=CADRE&cols=code&q=an'],
    ['every value of a filter', '?class=CADRE&class=CONTRACT', 'class=CADRE&class=CONTRACT'],
    ['not the date looked at', '?asOf=2020-12-31&q=an', 'q=an'],
    ['not the page, nor the panel that is open', '?after=abc&skip=50&open=1&q=an', 'q=an'],
    ['nothing of a list without filters', '', ''],
    ['Vietnamese as it is typed', '?q=nguyễn+đức', 'q=nguy%E1%BB%85n+%C4%91%E1%BB%A9c'],
  ])('is %s', (_name, address, kept) => expect(viewSearch(address)).toBe(kept));

  it('is the same text whatever the order of the address', () => {
    expect(viewSearch('?q=an&sort=CODE')).toBe(viewSearch('?sort=CODE&q=an'));
  });
});
