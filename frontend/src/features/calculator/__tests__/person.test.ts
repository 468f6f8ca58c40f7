import { describe, expect, it } from 'vitest';
import { forms } from '../fields';
import { completeValues } from '../form';
import { separationInput, stepRaiseInput } from '../inputs';
import {
  estimateForm,
  estimateInput,
  listEstimateForm,
  retirementAddress,
  separationAddress,
  stepRaiseAddress,
  type Member,
} from '../person';

const pay = (from: string, to: string | null, step: number, coefficient: string, stepSince: string) => ({
  from,
  to,
  step,
  coefficient,
  beyondFramePercent: '0',
  reserveCoefficient: '0',
  positionAllowance: '0.3',
  stepSince,
  grade: { salaryClass: 'A1' },
});

const member = {
  id: '7',
  birthDate: '1984-05-05',
  birthDateText: '05/05/1984',
  sex: 'FEMALE',
  staffClass: 'PUBLIC_EMPLOYEE',
  recruitedOn: '2008-03-01',
  unit: { id: '12', level: 'PROVINCE' },
  pay: [
    pay('2024-03-01', null, 6, '3.99', '2024-03-01'),
    pay('2021-03-01', '2024-03-01', 5, '3.66', '2021-03-01'),
  ],
  ratings: [
    { year: 2025, level: 'UNSATISFACTORY' },
    { year: 2022, level: 'UNSATISFACTORY' },
  ],
  disciplinaryActions: [{ form: 'REPRIMAND', from: '2025-06-01' }],
} as unknown as Member;

const told = {
  family: 'STAFF_REDUCTION',
  policy: 'IMMEDIATE_SEVERANCE',
  workCondition: 'NORMAL',
  leavingDate: '2026-10-01',
};

describe('the calculators from a record', () => {
  it('ask of an estimate only what the record lacks', () => {
    const asked = estimateForm.flatMap(({ fields }) => fields.map(({ name }) => name));
    for (const known of ['sex', 'birthDate', 'staffClass', 'level', 'coefficient', 'positionAllowance']) {
      expect(asked).not.toContain(known);
    }
    expect(completeValues(estimateForm, told)).toBeDefined();
  });

  it('leave insurance to the server unless somebody told it', () => {
    expect(estimateInput(completeValues(estimateForm, told)!).insuredMonths).toBeUndefined();
    const values = completeValues(estimateForm, { ...told, insuredMonths: '211' });
    expect(estimateInput(values!).insuredMonths).toBe(211);
  });

  it('ask of a list nothing that is one person’s own, and need nothing else', () => {
    const asked = listEstimateForm.flatMap(({ fields }) => fields.map(({ name }) => name));
    for (const own of ['insuredMonths', 'serviceMonths', 'alreadyPensioner'])
      expect(asked).not.toContain(own);
    const values = completeValues(listEstimateForm, { ...told, policy: 'NON_PROFESSIONAL' });
    expect(estimateInput(values!)).toMatchObject({ policy: 'NON_PROFESSIONAL', leavingDate: '2026-10-01' });
    expect(estimateInput(values!).insuredMonths).toBeUndefined();
  });

  it('ask of one person and of a list what a training costs, where one leaves after it', () => {
    const training = { policy: 'SEVERANCE_AFTER_TRAINING', trainingMonths: '5', tuition: '30000000' };
    for (const form of [estimateForm, listEstimateForm]) {
      const values = completeValues(form, { ...told, ...training });
      expect(estimateInput(values!)).toMatchObject({ trainingMonths: 5, tuition: 30000000 });
      const other = estimateInput(completeValues(form, { ...told, ...training, policy: 'TRANSFER_OUT' })!);
      expect([other.trainingMonths, other.tuition]).toEqual([undefined, undefined]);
    }
    expect(separationAddress(member, { ...told, ...training })).toMatchObject(training);
  });

  it('open with a complete case: pay of the day before leaving, insurance from recruitment, five years of salary', () => {
    const values = completeValues(forms.separation, separationAddress(member, told));
    expect(separationInput(values!)).toMatchObject({
      staffClass: 'PUBLIC_EMPLOYEE',
      level: 'PROVINCE',
      sex: 'FEMALE',
      insuredMonths: 223,
      salary: {
        coefficient: '3.99',
        positionAllowance: '0.3',
        history: [
          { from: '2021-10-01', to: '2024-02-29', parts: { coefficient: '3.66' } },
          { from: '2024-03-01', to: '2026-09-30', parts: { coefficient: '3.99' } },
        ],
      },
    });
  });

  it('open the next raise with what delays it since the present step only', () => {
    const values = completeValues(forms.stepRaise, stepRaiseAddress(member, '2026-11-22'));
    expect(stepRaiseInput(values!)).toMatchObject({
      salaryClass: 'A1',
      step: 6,
      since: '2024-03-01',
      delays: [
        { reason: 'REPRIMAND', on: '2025-06-01' },
        { reason: 'UNSATISFACTORY_RATING', on: '2025-12-31' },
      ],
    });
  });

  it('know of a birth date whether its day is known', () => {
    expect(retirementAddress(member).birthDayUnknown).toBeUndefined();
    expect(retirementAddress({ ...member, birthDateText: '1984' }).birthDayUnknown).toBe('yes');
  });
});
