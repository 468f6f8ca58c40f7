import { describe, expect, it } from 'vitest';
import { forms } from '../fields';
import { completeValues, draftOf, faultsOf, placeOf, readDraft } from '../form';
import { placementInput, retirementInput, separationInput, stepRaiseInput } from '../inputs';
import { parseCalculatorSearch } from '../search';
import { parseSearch, stringifySearch } from '@/lib/search-params';

/** The address as a person would send it, read and checked as the page does. */
function sent(calc: keyof typeof forms, address: string) {
  return completeValues(forms[calc], parseCalculatorSearch(parseSearch(address)));
}

const defined = (input: object) => JSON.parse(JSON.stringify(input)) as object;

describe('an address of the calculators', () => {
  it('gives the input of the published example of 178/2024/NĐ-CP', () => {
    const values = sent(
      'separation',
      '?family=REORGANISATION&policy=EARLY_RETIREMENT&staffClass=CIVIL_SERVANT&sex=MALE&birthDate=1966-01-15' +
        '&leavingDate=2025-05-01&reorganisationDate=2025-03-01&insuredMonths=264&coefficient=4.65' +
        '&positionAllowance=0.6&publicServicePercent=25',
    );
    expect(defined(separationInput(values!))).toEqual({
      family: 'REORGANISATION',
      policy: 'EARLY_RETIREMENT',
      staffClass: 'CIVIL_SERVANT',
      sex: 'MALE',
      birthDate: '1966-01-15',
      workCondition: 'NORMAL',
      leavingDate: '2025-05-01',
      reorganisationDate: '2025-03-01',
      group: 'DIRECTLY_AFFECTED',
      insuredMonths: 264,
      salary: { coefficient: '4.65', positionAllowance: '0.6', publicServicePercent: '25' },
    });
  });

  it('sends either the amounts or the parts, never both', () => {
    const common = '&sex=MALE&birthDate=1966-03-10&leavingDate=2024-09-01&insuredMonths=374';
    const given = sent(
      'separation',
      `?salaryMode=GIVEN&monthlyBase=10000000&averageBase=9500000&coefficient=4.65${common}`,
    );
    expect(defined(separationInput(given!))).toMatchObject({
      salary: { monthlyBase: 10000000, averageBase: 9500000 },
    });
    expect(separationInput(given!).salary.coefficient).toBeUndefined();
    const built = sent('separation', `?coefficient=4.65&monthlyBase=10000000${common}`);
    expect(defined(separationInput(built!))).toMatchObject({ salary: { coefficient: '4.65' } });
    expect(separationInput(built!).salary.monthlyBase).toBeUndefined();
  });

  it('drops what the family does not ask for', () => {
    const values = sent(
      'separation',
      '?family=STAFF_REDUCTION&policy=IMMEDIATE_SEVERANCE&sex=FEMALE&birthDate=1988-05-05&leavingDate=2026-09-01' +
        '&insuredMonths=198&coefficient=3.33&publicServicePercent=25&reorganisationDate=2025-03-01&regime=178/2024/NĐ-CP',
    );
    const input = separationInput(values!);
    expect(input.reorganisationDate).toBeUndefined();
    expect(input.salary.publicServicePercent).toBeUndefined();
    expect(input.regime).toBeUndefined();
  });

  it('tells of a training only where one leaves after it, and what is not known of it is not told', () => {
    const rest =
      '&sex=MALE&birthDate=1990-09-20&leavingDate=2025-09-01&insuredMonths=240&coefficient=3.99&trainingMonths=4';
    const trained = '?family=STAFF_REDUCTION&policy=SEVERANCE_AFTER_TRAINING';
    const input = separationInput(sent('separation', `${trained}&tuition=70000000${rest}`)!);
    expect(input).toMatchObject({ trainingMonths: 4, tuition: 70000000 });
    expect(separationInput(sent('separation', trained + rest)!).tuition).toBeUndefined();
    for (const other of [
      '?family=STAFF_REDUCTION&policy=TRANSFER_OUT',
      '?family=ORDINARY_RESIGNATION&policy=SEVERANCE_AFTER_TRAINING',
    ]) {
      const told = separationInput(sent('separation', `${other}&tuition=70000000${rest}`)!);
      expect([told.trainingMonths, told.tuition]).toEqual([undefined, undefined]);
    }
  });

  it('carries the salary of earlier years, row by row', () => {
    const values = sent(
      'separation',
      '?sex=MALE&birthDate=1962-03-20&leavingDate=2019-04-01&insuredMonths=400&coefficient=4.98' +
        '&history=2014-04-01,2016-12-31,4.65,0.3,,,&history=2017-01-01,2019-03-31,4.98,0.3,5,,7',
    );
    expect(defined(separationInput(values!).salary.history!)).toEqual([
      { from: '2014-04-01', to: '2016-12-31', parts: { coefficient: '4.65', positionAllowance: '0.3' } },
      {
        from: '2017-01-01',
        to: '2019-03-31',
        parts: {
          coefficient: '4.98',
          positionAllowance: '0.3',
          beyondFramePercent: '5',
          occupationalSeniorityPercent: '7',
        },
      },
    ]);
  });

  it('asks nothing of the server while something needed is missing or is no value', () => {
    expect(sent('retirement', '?sex=MALE')).toBeUndefined();
    expect(sent('retirement', '?sex=MALE&birthDate=1966-02-30')).toBeUndefined();
    expect(sent('stepRaise', '?salaryClass=Z9&step=3&since=2023-05-01')).toBeUndefined();
    expect(sent('stepRaise', '?salaryClass=A1&step=three&since=2023-05-01')).toBeUndefined();
    expect(sent('retirement', '?sex=MALE&birthDate=1966-02-28')).toBeDefined();
  });

  it('gives retirement with a birth day that is not known', () => {
    const values = sent('retirement', '?sex=FEMALE&birthDate=1970-08-01&birthDayUnknown=yes');
    expect(defined(retirementInput(values!))).toEqual({
      birthDate: '1970-08-01',
      birthDayKnown: false,
      sex: 'FEMALE',
      workCondition: 'NORMAL',
    });
  });

  it('gives a raise with what delays it; months only where the time does not count', () => {
    const values = sent(
      'stepRaise',
      '?salaryClass=A1&step=3&since=2023-05-01&delays=REPRIMAND,2024-03-01,9&delays=UNPAID_LEAVE,2025-01-01,4',
    );
    expect(defined(stepRaiseInput(values!))).toEqual({
      staffClass: 'CIVIL_SERVANT',
      salaryClass: 'A1',
      step: 3,
      since: '2023-05-01',
      delays: [
        { reason: 'REPRIMAND', on: '2024-03-01' },
        { reason: 'UNPAID_LEAVE', on: '2025-01-01', months: 4 },
      ],
    });
  });

  it('gives a placement, and asks since when a beyond-frame allowance is drawn', () => {
    const address =
      '?fromClass=A1&fromStep=9&since=2004-04-01&toClass=A2.1&on=2008-02-01&beyondFramePercent=6';
    expect(sent('placement', address)).toBeUndefined();
    expect(defined(placementInput(sent('placement', `${address}&beyondFrameSince=2007-04-01`)!))).toEqual({
      fromClass: 'A1',
      fromStep: 9,
      since: '2004-04-01',
      beyondFramePercent: '6',
      beyondFrameSince: '2007-04-01',
      toClass: 'A2.1',
      on: '2008-02-01',
    });
  });

  it('comes back as it was written', () => {
    const address =
      '?insuredMonths=198&coefficient=3.33&leavingDate=2026-09-01&delays=REPRIMAND%2C2024-03-01%2C';
    const search = parseCalculatorSearch(parseSearch(address));
    expect(parseSearch(stringifySearch({ ...search }))).toEqual(parseSearch(address));
  });
});

describe('what was typed', () => {
  const form = forms.separation;

  it('is read with a comma, with groups, and as years and months', () => {
    const { values } = readDraft(form, {
      fields: { coefficient: '4,65', insuredMonths: '16;6', salaryMode: 'PARTS' },
      rows: {},
    });
    expect(values.coefficient).toBe('4.65');
    expect(values.insuredMonths).toBe('198');
    expect(draftOf(form, values).fields).toMatchObject({ coefficient: '4,65', insuredMonths: '16;6' });
  });

  it('is faulted where it is missing or no number, by the name of its field or cell', () => {
    const faults = faultsOf(form, {
      fields: { coefficient: 'bốn', leavingDate: '2026-09-01', insuredMonths: ';' },
      rows: { history: [['2014-04-01', '', '4,65']] },
    });
    expect(faults).toEqual({
      coefficient: 'decimal',
      insuredMonths: 'missing',
      sex: 'missing',
      birthDate: 'missing',
      'history.0.to': 'missing',
    });
  });

  it('of an unknown insurance is not taken for zero', () => {
    expect(faultsOf(form, { fields: { insuredMonths: '0;' }, rows: {} }).insuredMonths).toBeUndefined();
    expect(faultsOf(form, { fields: {}, rows: {} }).insuredMonths).toBe('missing');
  });
});

describe('a refusal of the server', () => {
  it('is shown at the field that it names', () => {
    expect(placeOf(forms.separation, 'salary.coefficient')).toBe('coefficient');
    expect(placeOf(forms.separation, 'input.leavingDate')).toBe('leavingDate');
    expect(placeOf(forms.separation, 'salary.history[0].to')).toBe('history');
    expect(placeOf(forms.separation, 'trainingMonths', { policy: 'SEVERANCE_AFTER_TRAINING' })).toBe(
      'trainingMonths',
    );
    expect(placeOf(forms.stepRaise, 'delays.1.months')).toBe('delays');
    expect(placeOf(forms.retirement, 'birthDayKnown')).toBe('birthDayUnknown');
  });

  it('of an average that is to be built is shown at the salaries that it is built from', () => {
    const values = { family: 'STAFF_REDUCTION', policy: 'EARLY_RETIREMENT' };
    expect(placeOf(forms.separation, 'salary.averageBase', { ...values, salaryMode: 'PARTS' })).toBe(
      'history',
    );
    expect(placeOf(forms.separation, 'salary.averageBase', { ...values, salaryMode: 'GIVEN' })).toBe(
      'averageBase',
    );
  });

  it('that names no field of the form stands beside it', () => {
    expect(placeOf(forms.retirement, undefined)).toBeUndefined();
    expect(placeOf(forms.separation, 'salaryHistory')).toBeUndefined();
  });
});
