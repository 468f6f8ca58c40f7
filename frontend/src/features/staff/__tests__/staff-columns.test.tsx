import { render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { staffTableColumns, type StaffRow } from '../components/staff-columns';

const row = {
  id: '7',
  coefficient: null,
  latestRating: null,
  step: 3,
  hidden: [
    { field: 'coefficient', missingGrant: 'staff.salary:read' },
    { field: 'pay', missingGrant: 'staff.salary:read' },
  ],
} as unknown as StaffRow;

function cell(id: 'coefficient' | 'rating' | 'step') {
  const columns = staffTableColumns({ t: i18next.t, shown: [id] });
  return render(<>{columns[1]!.cell(row)}</>).container;
}

describe('a column of the list', () => {
  it('shows a lock where the value is hidden from the reader', () => {
    cell('coefficient');
    expect(screen.getByRole('button').getAttribute('aria-label')).toContain('xem lương');
  });

  it('shows a dash where there is no value, and the value where there is one', () => {
    expect(cell('rating').textContent).toContain('–');
    expect(cell('step').textContent).toBe('3');
    expect(screen.queryByRole('button')).toBeNull();
  });
});
