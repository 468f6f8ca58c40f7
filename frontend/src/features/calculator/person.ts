import type { SeparationEstimateInput, StaffEntitlementQuery } from '@/gql/graphql';
import { lastDay } from '@/lib/day';
import { addMonths, monthsBetween } from './amounts';
import { codes } from './codes';
import { forms, type Field, type FieldName, type Section, type Values } from './fields';
import { separationInput } from './inputs';
import type { CalculatorSearch } from './search';

export type Member = NonNullable<StaffEntitlementQuery['staffMember']>;
type Pay = NonNullable<Member['pay']>[number];

/** What the record of a person does not tell about their leaving. */
const asked: readonly FieldName[] = [
  'family',
  'policy',
  'leavingDate',
  'reorganisationDate',
  'group',
  'regime',
  'trainingMonths',
  'tuition',
  'workCondition',
  'insuredMonths',
  'serviceMonths',
  'alreadyPensioner',
  'occupationalSeniorityPercent',
  'occupationalPreferencePercent',
  'publicServicePercent',
  'partyWorkPercent',
];

const own: readonly FieldName[] = ['insuredMonths', 'serviceMonths', 'alreadyPensioner'];

/** Of an estimate the API takes what the salary lacks beside the rest, and counts insurance from recruitment. */
function askedOfRecord(field: Field): Field {
  const path = field.path.replace(/^salary\./, '');
  return field.name === 'insuredMonths' ? { ...field, path, required: false } : { ...field, path };
}

/** The form of an estimate: the calculator's without what the record holds. */
export const estimateForm: readonly Section[] = forms.separation.map(({ id, fields, dense }) => ({
  id,
  dense,
  fields: fields.filter(({ name }) => asked.includes(name)).map(askedOfRecord),
}));

/** What is asked of each person of a list: nothing that is one person's own. */
export const listEstimateForm: readonly Section[] = estimateForm.map(({ id, fields, dense }) => ({
  id,
  dense,
  fields: fields.filter(({ name }) => !own.includes(name)),
}));

/** Values of the form of an estimate, as the API takes them. */
export function estimateInput(values: Values): SeparationEstimateInput {
  const { family, policy, leavingDate, reorganisationDate, group, workCondition, serviceMonths, ...rest } =
    separationInput(values);
  return {
    family,
    policy,
    leavingDate,
    reorganisationDate,
    group,
    workCondition,
    insuredMonths: values.insuredMonths === undefined ? undefined : Number(values.insuredMonths),
    serviceMonths,
    alreadyPensioner: rest.alreadyPensioner,
    trainingMonths: rest.trainingMonths,
    tuition: rest.tuition,
    regime: rest.regime,
    occupationalSeniorityPercent: values.occupationalSeniorityPercent,
    occupationalPreferencePercent: values.occupationalPreferencePercent,
    publicServicePercent: values.publicServicePercent,
    partyWorkPercent: values.partyWorkPercent,
  };
}

function payOn(member: Member, day: string): Pay | undefined {
  return member.pay?.find(({ from, to }) => from <= day && (to == null || day < to));
}

/** A decimal of the record; zero is nothing to fill in. */
function some(value: string | null | undefined): string | undefined {
  return value == null || Number(value) === 0 ? undefined : value;
}

/** The calculator of retirement, filled in from the record. */
export function retirementAddress(member: Member): CalculatorSearch {
  const known = /^\d{1,2}\/\d{1,2}\/\d{4}$/.test(member.birthDateText);
  return {
    calc: 'retirement',
    sex: member.sex ?? undefined,
    birthDate: member.birthDate ?? undefined,
    birthDayUnknown: known ? undefined : 'yes',
    unit: member.unit?.id,
  };
}

/** The calculator of the next raise, filled in from the pay, the discipline and the ratings of the record. */
export function stepRaiseAddress(member: Member, today: string): CalculatorSearch {
  const pay = payOn(member, today);
  const beyond = some(pay?.beyondFramePercent);
  return {
    calc: 'stepRaise',
    staffClass: member.staffClass,
    salaryClass: pay?.grade.salaryClass || undefined,
    step: pay?.step == null ? undefined : String(pay.step),
    since: pay?.stepSince,
    beyondFramePercent: beyond,
    beyondFrameSince: beyond && pay?.from,
    delays: pay && delaysOf(member, pay.stepSince),
    unit: member.unit?.id,
  };
}

/** What puts a raise off: measures of discipline since the step, and years rated unsatisfactory by their last day. */
function delaysOf(member: Member, since: string): string[] | undefined {
  const known: readonly string[] = codes.delayReason;
  const discipline = (member.disciplinaryActions ?? [])
    .filter(({ form, from }) => known.includes(form) && from >= since)
    .map(({ form, from }) => `${form},${from},`);
  const ratings = (member.ratings ?? [])
    .filter(({ year, level }) => level === 'UNSATISFACTORY' && `${year}-12-31` >= since)
    .map(({ year }) => `UNSATISFACTORY_RATING,${year}-12-31,`);
  const all = [...discipline, ...ratings];
  return all.length > 0 ? all : undefined;
}

/** The calculator of separation, filled in from the record and what was added to it. */
export function separationAddress(member: Member, values: Values): CalculatorSearch {
  const { leavingDate } = values;
  const pay = leavingDate === undefined ? undefined : payOn(member, lastDay(leavingDate));
  return {
    ...values,
    calc: 'separation',
    staffClass: member.staffClass,
    level: member.unit?.level,
    sex: member.sex ?? undefined,
    birthDate: member.birthDate ?? undefined,
    unit: member.unit?.id,
    insuredMonths: values.insuredMonths ?? insuredFromRecruitment(member, leavingDate),
    coefficient: pay?.coefficient ?? undefined,
    positionAllowance: some(pay?.positionAllowance),
    beyondFramePercent: some(pay?.beyondFramePercent),
    reserveCoefficient: some(pay?.reserveCoefficient),
    history: leavingDate === undefined ? undefined : historyOf(member, leavingDate, values),
  };
}

/** Insurance counted from recruitment: an assumption, which the page calls one. */
export function insuredFromRecruitment(member: Member, leavingDate: string | undefined): string | undefined {
  if (leavingDate === undefined || member.recruitedOn == null) return undefined;
  return String(Math.max(0, monthsBetween(member.recruitedOn, leavingDate)));
}

/** The pay of the five years before leaving as rows of the form, oldest first. */
function historyOf(member: Member, leavingDate: string, values: Values): string[] | undefined {
  const first = addMonths(leavingDate, -60);
  const last = lastDay(leavingDate);
  const rows = (member.pay ?? []).flatMap((pay) => {
    const from = pay.from < first ? first : pay.from;
    const end = pay.to == null ? last : lastDay(pay.to);
    const to = end < last ? end : last;
    if (from > to || pay.coefficient == null) return [];
    const cells = [
      from,
      to,
      pay.coefficient,
      some(pay.positionAllowance),
      some(pay.beyondFramePercent),
      some(pay.reserveCoefficient),
      values.occupationalSeniorityPercent,
    ];
    return [cells.map((cell) => cell ?? '').join(',')];
  });
  return rows.length > 0 ? rows.sort() : undefined;
}
