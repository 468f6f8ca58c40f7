import { codes, regimesOf, type Calculator, type CodeList } from './codes';

/** What the forms hold, as the address writes it: days YYYY-MM-DD, decimals with a point, codes of the API. */
export type Values = Partial<Record<FieldName, string>> & Partial<Record<RowsName, string[]>>;

export const fieldNames = [
  'birthDate',
  'birthDayUnknown',
  'sex',
  'workCondition',
  'family',
  'policy',
  'staffClass',
  'level',
  'leavingDate',
  'reorganisationDate',
  'group',
  'regime',
  'insuredMonths',
  'insuredAsOf',
  'serviceMonths',
  'remainingMonths',
  'alreadyPensioner',
  'trainingMonths',
  'tuition',
  'salaryMode',
  'monthlyBase',
  'averageBase',
  'coefficient',
  'positionAllowance',
  'beyondFramePercent',
  'reserveCoefficient',
  'occupationalSeniorityPercent',
  'occupationalPreferencePercent',
  'publicServicePercent',
  'partyWorkPercent',
  'partyCommitteeCoefficient',
  'areaCoefficient',
  'onMonth',
  'salaryClass',
  'step',
  'since',
  'beyondFrameSince',
  'earlyMonths',
  'fromClass',
  'fromStep',
  'toClass',
  'on',
  'unit',
] as const;
export type FieldName = (typeof fieldNames)[number];

export const rowsNames = ['delays', 'history'] as const;
export type RowsName = (typeof rowsNames)[number];

/** How a value is typed, checked and shown. */
export type Kind =
  'day' | 'month' | 'decimal' | 'percent' | 'money' | 'count' | 'duration' | 'choice' | 'flag' | 'unit';

export interface Field {
  name: FieldName;
  kind: Kind;
  /** Its place in the input of the API, by which a refusal names it. */
  path: string;
  options?: CodeList | ((values: Values) => readonly string[]);
  /** Taken where the address says nothing. */
  initial?: string;
  when?: (values: Values) => boolean;
  required?: boolean;
  hint?: boolean;
}

export interface Cell {
  name: string;
  kind: Kind;
  options?: CodeList;
  required?: boolean;
  /** Of the cells before it: a cell that is not shown is not sent. */
  when?: (cells: readonly string[]) => boolean;
}

/** A list of rows within a form, each written in the address as its cells with commas between. */
export interface Rows {
  name: RowsName;
  path: string;
  cells: readonly Cell[];
  when?: (values: Values) => boolean;
}

export interface Section {
  id: string;
  fields: readonly Field[];
  rows?: Rows;
  /** Narrow fields in several columns. */
  dense?: boolean;
}

const nonProfessional = (values: Values) => values.policy === 'NON_PROFESSIONAL';
const afterTraining = (values: Values) => values.policy === 'SEVERANCE_AFTER_TRAINING';
const reorganisation = (values: Values) => values.family === 'REORGANISATION';
const built = (values: Values) => values.salaryMode !== 'GIVEN';
const averaged = (values: Values) => values.family === 'STAFF_REDUCTION' && !nonProfessional(values);

const sex: Field = { name: 'sex', path: 'sex', kind: 'choice', options: 'sex', required: true };
const birthDate: Field = { name: 'birthDate', path: 'birthDate', kind: 'day', required: true };
const workCondition: Field = {
  name: 'workCondition',
  path: 'workCondition',
  kind: 'choice',
  options: 'workCondition',
  initial: 'NORMAL',
  hint: true,
};
const unit: Field = { name: 'unit', path: 'unit', kind: 'unit', hint: true };

/** Allowances that only some regimes count in; the others are not asked for them. */
const counted = (name: FieldName, kind: Kind): Field => ({
  name,
  path: `salary.${name}`,
  kind,
  when: (values) => built(values) && reorganisation(values),
});

const part = (name: FieldName, kind: Kind): Field => ({ name, path: `salary.${name}`, kind, when: built });

const delays: Rows = {
  name: 'delays',
  path: 'delays',
  cells: [
    { name: 'reason', kind: 'choice', options: 'delayReason', required: true },
    { name: 'on', kind: 'day', required: true },
    {
      name: 'months',
      kind: 'count',
      required: true,
      when: ([reason]) => reason === 'UNPAID_LEAVE' || reason === 'OTHER_NOT_COUNTED',
    },
  ],
};

const history: Rows = {
  name: 'history',
  path: 'salary.history',
  when: (values) => averaged(values) && built(values),
  cells: [
    { name: 'from', kind: 'day', required: true },
    { name: 'to', kind: 'day', required: true },
    { name: 'coefficient', kind: 'decimal', required: true },
    { name: 'positionAllowance', kind: 'decimal' },
    { name: 'beyondFramePercent', kind: 'percent' },
    { name: 'reserveCoefficient', kind: 'decimal' },
    { name: 'occupationalSeniorityPercent', kind: 'percent' },
  ],
};

const beyondFrame: Field[] = [
  { name: 'beyondFramePercent', path: 'beyondFramePercent', kind: 'percent' },
  {
    name: 'beyondFrameSince',
    path: 'beyondFrameSince',
    kind: 'day',
    when: ({ beyondFramePercent }) => beyondFramePercent !== undefined,
    required: true,
  },
];

/** The forms, section by section. */
export const forms: Record<Calculator, readonly Section[]> = {
  retirement: [
    {
      id: 'person',
      fields: [
        sex,
        birthDate,
        { name: 'birthDayUnknown', path: 'birthDayKnown', kind: 'flag' },
        workCondition,
        unit,
      ],
    },
  ],
  separation: [
    {
      id: 'case',
      fields: [
        { name: 'family', path: 'family', kind: 'choice', options: 'family', initial: 'STAFF_REDUCTION' },
        {
          name: 'policy',
          path: 'policy',
          kind: 'choice',
          options: 'policy',
          initial: 'IMMEDIATE_SEVERANCE',
          when: ({ family }) => family !== 'ORDINARY_RESIGNATION',
        },
        { name: 'leavingDate', path: 'leavingDate', kind: 'day', required: true, hint: true },
        {
          name: 'reorganisationDate',
          path: 'reorganisationDate',
          kind: 'day',
          required: true,
          hint: true,
          when: reorganisation,
        },
        {
          name: 'group',
          path: 'group',
          kind: 'choice',
          options: 'group',
          initial: 'DIRECTLY_AFFECTED',
          when: reorganisation,
        },
        {
          name: 'regime',
          path: 'regime',
          kind: 'choice',
          options: ({ family }) => regimesOf[family ?? 'STAFF_REDUCTION'] ?? [],
          hint: true,
        },
        { name: 'trainingMonths', path: 'trainingMonths', kind: 'count', hint: true, when: afterTraining },
        { name: 'tuition', path: 'tuition', kind: 'money', hint: true, when: afterTraining },
      ],
    },
    {
      id: 'person',
      fields: [
        {
          name: 'staffClass',
          path: 'staffClass',
          kind: 'choice',
          options: 'staffClass',
          initial: 'CIVIL_SERVANT',
        },
        { name: 'level', path: 'level', kind: 'choice', options: 'level' },
        sex,
        birthDate,
        { ...workCondition, when: ({ family }) => family !== 'ORDINARY_RESIGNATION' },
        { name: 'insuredMonths', path: 'insuredMonths', kind: 'duration', required: true, hint: true },
        { name: 'insuredAsOf', path: 'insuredAsOf', kind: 'day', hint: true },
        {
          name: 'serviceMonths',
          path: 'serviceMonths',
          kind: 'duration',
          required: true,
          when: nonProfessional,
        },
        {
          name: 'remainingMonths',
          path: 'remainingMonths',
          kind: 'count',
          hint: true,
          when: nonProfessional,
        },
        { name: 'alreadyPensioner', path: 'alreadyPensioner', kind: 'flag', when: nonProfessional },
        unit,
      ],
    },
    {
      id: 'salary',
      dense: true,
      fields: [
        {
          name: 'salaryMode',
          path: 'salary',
          kind: 'choice',
          options: 'salaryMode',
          initial: 'PARTS',
        },
        {
          name: 'monthlyBase',
          path: 'salary.monthlyBase',
          kind: 'money',
          required: true,
          when: (values) => !built(values),
        },
        {
          name: 'averageBase',
          path: 'salary.averageBase',
          kind: 'money',
          hint: true,
          when: (values) => !built(values) && averaged(values),
        },
        { ...part('coefficient', 'decimal'), required: true },
        part('positionAllowance', 'decimal'),
        part('beyondFramePercent', 'percent'),
        part('reserveCoefficient', 'decimal'),
        part('occupationalSeniorityPercent', 'percent'),
        counted('occupationalPreferencePercent', 'percent'),
        counted('publicServicePercent', 'percent'),
        counted('partyWorkPercent', 'percent'),
        counted('partyCommitteeCoefficient', 'decimal'),
        counted('areaCoefficient', 'decimal'),
        part('onMonth', 'month'),
      ],
      rows: history,
    },
  ],
  stepRaise: [
    {
      id: 'pay',
      fields: [
        {
          name: 'staffClass',
          path: 'staffClass',
          kind: 'choice',
          options: () => codes.staffClass.slice(0, 4),
          initial: 'CIVIL_SERVANT',
        },
        { name: 'salaryClass', path: 'salaryClass', kind: 'choice', options: 'salaryClass', required: true },
        { name: 'step', path: 'step', kind: 'count', required: true },
        { name: 'since', path: 'since', kind: 'day', required: true },
        ...beyondFrame,
        { name: 'earlyMonths', path: 'earlyMonths', kind: 'count', hint: true },
        unit,
      ],
      rows: delays,
    },
  ],
  placement: [
    {
      id: 'present',
      fields: [
        { name: 'fromClass', path: 'fromClass', kind: 'choice', options: 'salaryClass', required: true },
        { name: 'fromStep', path: 'fromStep', kind: 'count', required: true },
        { name: 'since', path: 'since', kind: 'day', required: true },
        ...beyondFrame,
        { name: 'reserveCoefficient', path: 'reserveCoefficient', kind: 'decimal' },
      ],
    },
    {
      id: 'next',
      fields: [
        { name: 'toClass', path: 'toClass', kind: 'choice', options: 'salaryClass', required: true },
        { name: 'on', path: 'on', kind: 'day', required: true },
        unit,
      ],
    },
  ],
};

/** The choices of a field under the values around it. */
export function optionsOf(field: Field, values: Values): readonly string[] {
  const { options } = field;
  if (options === undefined) return [];
  return typeof options === 'function' ? options(values) : codes[options];
}
