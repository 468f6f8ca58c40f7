import { describe, expect, it } from 'vitest';
import { comparisonOf, type Outcome } from '../comparison';

const outcome = (regimeCode: string, leavingDate: string, total: number, eligible = true) =>
  ({ regimeCode, leavingDate, total, eligible, reasons: [] }) as unknown as Outcome;

describe('a comparison', () => {
  const matrix = comparisonOf([
    outcome('154/2025/NĐ-CP', '2025-10-01', 300),
    outcome('29/2023/NĐ-CP', '2025-10-01', 900, false),
    outcome('154/2025/NĐ-CP', '2025-09-01', 310),
  ]);

  it('has a row for each month in order and a column for each regime', () => {
    expect(matrix.regimes).toEqual(['154/2025/NĐ-CP', '29/2023/NĐ-CP']);
    expect(matrix.rows.map(({ month }) => month)).toEqual(['2025-09-01', '2025-10-01']);
    expect(matrix.rows[0]!.outcomes[1]).toBeUndefined();
  });

  it('marks as highest only what is owed', () => {
    expect(matrix.highest).toBe(310);
    expect(comparisonOf([outcome('29/2023/NĐ-CP', '2025-10-01', 900, false)]).highest).toBeUndefined();
  });
});
