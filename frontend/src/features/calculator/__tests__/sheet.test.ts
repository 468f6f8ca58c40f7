import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { basesOf, sheetText, stepText, type Sheet } from '../sheet';

const t = i18next.t.bind(i18next) as typeof i18next.t;
const source = (document: string, at: string, confidence = 'OFFICIAL_TEXT') => ({
  document,
  at,
  effectiveFrom: '2025-01-01',
  confidence,
});

const step = {
  label: 'Trợ cấp một lần',
  formula: '30 tháng × 15.356.250 đ',
  value: '460687500',
  unit: 'VND',
  parameters: ['pay.base_salary'],
  sources: [source('178/2024/NĐ-CP', 'Điều 7'), source('1814/BNV-TCBC', 'mục 2', 'UNVERIFIED')],
};

describe('a result in words', () => {
  const sheet: Sheet = {
    title: 'Chế độ thôi việc, tinh giản',
    inputs: [['Hệ số lương', '4,65']],
    results: [['Tiền lương tháng hiện hưởng', '15.356.250 đ']],
    items: [{ label: 'Trợ cấp', months: '30 tháng', amount: '460.687.500 đ', source: step.sources[0]! }],
    total: '460.687.500 đ',
    trace: [step, step],
    bases: basesOf([step, step]),
  };

  it('holds inputs, items, total, every step with its sources, and each legal basis once', () => {
    const text = sheetText(t, sheet);
    expect(text).toContain('- Hệ số lương: 4,65');
    expect(text).toContain('- Trợ cấp: 30 tháng, 460.687.500 đ (178/2024/NĐ-CP, Điều 7)');
    expect(text).toContain('Tổng cộng: 460.687.500 đ');
    expect(text).toContain(
      '2. Trợ cấp một lần: 30 tháng × 15.356.250 đ → 460.687.500 đ [178/2024/NĐ-CP, Điều 7;',
    );
    expect(sheet.bases).toHaveLength(2);
  });

  it('says beside a source that it was not verified', () => {
    const mark = t('law.confidence.UNVERIFIED');
    expect(sheetText(t, sheet)).toContain(`1814/BNV-TCBC, mục 2 (${mark})`);
  });

  it('does not say a value twice', () => {
    const said = { ...step, formula: '30 tháng × 15.356.250 đ = 460.687.500 đ' };
    expect(stepText(t, said)).toBe('Trợ cấp một lần: 30 tháng × 15.356.250 đ = 460.687.500 đ');
  });
});
