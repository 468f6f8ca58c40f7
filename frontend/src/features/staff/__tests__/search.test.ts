import { describe, expect, it } from 'vitest';
import { filterOf } from '@/lib/staff-filter';
import { parseStaffSearch } from '../search';

describe('the staff list’s address', () => {
  it('drops what it does not know instead of failing', () => {
    const search = parseStaffSearch({
      class: ['CADRE', 'EMPEROR'],
      sort: 'SHOE_SIZE',
      size: '7',
      cols: 'unit',
    });
    expect(search).toMatchObject({ class: ['CADRE'], sort: undefined, size: undefined, cols: ['unit'] });
  });

  it('becomes a filter without a single null, for the API takes none', () => {
    const filter = filterOf(parseStaffSearch({ q: 'nguyen duc', unit: '12', reach: 'own' }), '2020-12-31');
    expect(filter).toMatchObject({
      search: 'nguyen duc',
      unit: '12',
      includeSubunits: false,
      asOf: '2020-12-31',
    });
    expect(Object.values(filter)).not.toContain(null);
  });

  it('includes the units below unless told otherwise', () => {
    expect(filterOf(parseStaffSearch({ unit: '12' }), '2020-12-31').includeSubunits).toBe(true);
  });

  it('narrows the list to those who retire in a period, and drops a day that does not exist', () => {
    const search = parseStaffSearch({ retiresFrom: '2026-11-22', retiresTo: '2027-02-30' });
    expect(filterOf(search, '2026-11-22')).toMatchObject({ retiresFrom: '2026-11-22', retiresTo: undefined });
  });
});
