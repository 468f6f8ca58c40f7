import type {
  GradePlacementInput,
  RetirementInput,
  SalaryBaseInput,
  SalaryPeriodInput,
  SeparationBenefitInput,
  StepDelayInput,
  StepRaiseInput,
} from '@/gql/graphql';
import type { Values } from './fields';
import { readRow } from './form';

// The forms hold codes of the API as text: a value that is none has been dropped when the address was read.
type Code<Input, Name extends keyof Input> = NonNullable<Input[Name]>;

const numberOf = (value: string | undefined) => (value === undefined ? undefined : Number(value));

/** Values that are complete for the form of retirement, as the API takes them; absent members stay absent. */
export function retirementInput(values: Values): RetirementInput {
  return {
    birthDate: values.birthDate!,
    birthDayKnown: values.birthDayUnknown === undefined,
    sex: values.sex as Code<RetirementInput, 'sex'>,
    workCondition: values.workCondition as RetirementInput['workCondition'],
  };
}

export function separationInput(values: Values): SeparationBenefitInput {
  return {
    family: values.family as SeparationBenefitInput['family'],
    // An ordinary resignation is one way of leaving, which the form does not ask for.
    policy: (values.policy ?? 'IMMEDIATE_SEVERANCE') as SeparationBenefitInput['policy'],
    staffClass: values.staffClass as SeparationBenefitInput['staffClass'],
    level: values.level as SeparationBenefitInput['level'],
    sex: values.sex as SeparationBenefitInput['sex'],
    birthDate: values.birthDate,
    workCondition: values.workCondition as SeparationBenefitInput['workCondition'],
    leavingDate: values.leavingDate!,
    reorganisationDate: values.reorganisationDate,
    group: values.group as SeparationBenefitInput['group'],
    insuredMonths: Number(values.insuredMonths),
    insuredAsOf: values.insuredAsOf,
    serviceMonths: numberOf(values.serviceMonths),
    remainingMonths: numberOf(values.remainingMonths),
    alreadyPensioner: values.alreadyPensioner === undefined ? undefined : true,
    trainingMonths: numberOf(values.trainingMonths),
    tuition: numberOf(values.tuition),
    salary: salaryInput(values),
    regime: values.regime,
  };
}

/** Either the amounts or the parts: never both, which the API refuses. */
function salaryInput(values: Values): SalaryBaseInput {
  if (values.salaryMode === 'GIVEN') {
    return { monthlyBase: numberOf(values.monthlyBase), averageBase: numberOf(values.averageBase) };
  }
  return {
    coefficient: values.coefficient,
    positionAllowance: values.positionAllowance,
    beyondFramePercent: values.beyondFramePercent,
    reserveCoefficient: values.reserveCoefficient,
    occupationalSeniorityPercent: values.occupationalSeniorityPercent,
    occupationalPreferencePercent: values.occupationalPreferencePercent,
    publicServicePercent: values.publicServicePercent,
    partyWorkPercent: values.partyWorkPercent,
    partyCommitteeCoefficient: values.partyCommitteeCoefficient,
    areaCoefficient: values.areaCoefficient,
    onMonth: values.onMonth,
    history: values.history?.map(salaryPeriod),
  };
}

function salaryPeriod(row: string): SalaryPeriodInput {
  const cells = readRow(row);
  const cell = (index: number) => cells[index] || undefined;
  return {
    from: cells[0]!,
    to: cells[1]!,
    parts: {
      coefficient: cells[2]!,
      positionAllowance: cell(3),
      beyondFramePercent: cell(4),
      reserveCoefficient: cell(5),
      occupationalSeniorityPercent: cell(6),
    },
  };
}

export function stepRaiseInput(values: Values): StepRaiseInput {
  return {
    staffClass: values.staffClass as StepRaiseInput['staffClass'],
    salaryClass: values.salaryClass!,
    step: Number(values.step),
    since: values.since!,
    beyondFramePercent: values.beyondFramePercent,
    beyondFrameSince: values.beyondFrameSince,
    earlyMonths: numberOf(values.earlyMonths),
    delays: values.delays?.map((row): StepDelayInput => {
      const [reason, on, months] = readRow(row);
      return { reason: reason as StepDelayInput['reason'], on: on!, months: numberOf(months || undefined) };
    }),
  };
}

export function placementInput(values: Values): GradePlacementInput {
  return {
    fromClass: values.fromClass!,
    fromStep: Number(values.fromStep),
    since: values.since!,
    beyondFramePercent: values.beyondFramePercent,
    beyondFrameSince: values.beyondFrameSince,
    reserveCoefficient: values.reserveCoefficient,
    toClass: values.toClass!,
    on: values.on!,
  };
}
