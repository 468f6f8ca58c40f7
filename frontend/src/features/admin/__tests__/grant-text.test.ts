import { describe, expect, it } from 'vitest';
import { dayAfter } from '@/lib/day';
import { byDomain, type AccessRow } from '../access-groups';
import { grantFilterOf } from '../filter';
import { phaseOf } from '../grant-text';
import { parseGrantSearch, parseUserSearch } from '../search';

describe('the days of a grant', () => {
  it.each([
    ['2026-11-21', '2026-11-22'],
    ['2026-12-31', '2027-01-01'],
    ['2028-02-28', '2028-02-29'],
  ])('end on the day after the last one, %s', (last, end) => {
    expect(dayAfter(last)).toBe(end);
  });

  it.each([
    ['2026-01-01', null, 'inForce'],
    ['2026-11-21', '2026-11-22', 'inForce'],
    ['2026-01-01', '2026-11-21', 'ended'],
    ['2026-11-22', null, 'coming'],
  ])('from %s to %s say where it stands', (from, to, phase) => {
    expect(phaseOf({ from, to }, '2026-11-21')).toBe(phase);
  });
});

describe('the search of an address', () => {
  it('keeps what the screens know and drops the rest', () => {
    expect(parseUserSearch({ q: 'lan', state: 'DISABLED', reach: 'all', open: 'u1', x: '1' })).toMatchObject({
      q: 'lan',
      state: 'DISABLED',
      reach: undefined,
      open: 'u1',
    });
    expect(parseUserSearch({ state: 'GONE' }).state).toBeUndefined();
  });

  it('asks for lent grants and those under review only when it says so', () => {
    const day = '2026-11-21';
    expect(grantFilterOf(parseGrantSearch({ lent: 'yes' }), day)).toMatchObject({
      asOf: day,
      delegated: true,
      reviewDue: undefined,
    });
    expect(grantFilterOf(parseGrantSearch({ due: 'no' }), day).reviewDue).toBeUndefined();
  });
});

describe('effective access', () => {
  const row = (name: string) => ({ permission: { name, label: name }, self: false, places: [] }) as AccessRow;

  it('is told by part of the system', () => {
    const rows = [row('org.unit:read'), row('staff.core:read'), row('calculator:use'), row('org.unit:issue')];
    const groups = byDomain(rows, ({ permission }) => permission.name);
    expect(groups.map(({ domain, rows: members }) => [domain, members.length])).toEqual([
      ['org', 2],
      ['staff', 1],
      ['calculator', 1],
    ]);
  });
});
