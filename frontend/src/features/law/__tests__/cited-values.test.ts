import { describe, expect, it } from 'vitest';
import { citedValues } from '../cited-values';

const source = (document: string, at: string | null) => ({
  document,
  at,
  effectiveFrom: '2020-01-01',
  confidence: 'SECONDARY',
});
const value = (from: string, number: string, cite: [string, string | null], readings: object[] = []) => ({
  value: number,
  text: number,
  unit: 'months',
  from,
  to: null,
  source: source(...cite),
  alternatives: readings as never[],
});

describe('what rests on a document', () => {
  const parameters = [
    {
      id: 'wait',
      label: 'Thời gian chờ',
      values: [
        value('2015-01-01', '12', ['1/2015/NĐ-CP', 'Điều 1']),
        value(
          '2020-01-01',
          '24',
          ['2/2020/NĐ-CP', 'Điều 2'],
          [
            { value: '18', text: '18 tháng', document: '1/2015/NĐ-CP', at: 'Điều 7' },
            { value: '20', text: '20 tháng', document: null, at: null },
          ],
        ),
      ],
    },
    { id: 'term', label: 'Thời hạn', values: [value('2020-01-01', '6', ['2/2020/NĐ-CP', null])] },
  ];

  it('is a line for each value and each other reading that cites it, with the days and the article of each', () => {
    const lines = citedValues(parameters, '1/2015/NĐ-CP').map(
      ({ parameter, said, period, at, confidence }) => [
        parameter.id,
        said.value,
        said.unit,
        period.from,
        at,
        confidence,
      ],
    );
    expect(lines).toEqual([
      ['wait', '12', 'months', '2015-01-01', 'Điều 1', 'SECONDARY'],
      ['wait', '18', 'months', '2020-01-01', 'Điều 7', undefined],
    ]);
  });

  it('leaves out what another document says, and has a key of its own for each line', () => {
    const lines = citedValues(parameters, '2/2020/NĐ-CP');
    expect(lines.map(({ said }) => said.value)).toEqual(['24', '6']);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(2);
    expect(citedValues(parameters, '3/2025/NĐ-CP')).toEqual([]);
  });
});
