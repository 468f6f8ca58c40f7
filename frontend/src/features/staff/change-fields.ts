import type { RecordChangeSection } from '@/gql/graphql';
import { lastDay } from '@/lib/day';
import { fieldsOf } from './record-change';

export const allSections: readonly RecordChangeSection[] = [
  'CORE',
  'IDENTITY',
  'PARTY',
  'HEALTH',
  'FAMILY',
  'QUALIFICATION',
  'WORK_HISTORY',
];

/** Sections with many lines beside each other; the others hold one statement on any day. */
export const listSections = ['FAMILY', 'QUALIFICATION', 'WORK_HISTORY'] as const;
export type ListSection = (typeof listSections)[number];

export function isList(section: RecordChangeSection): section is ListSection {
  return (listSections as readonly string[]).includes(section);
}

/** The group of rights that guards each section. */
const guards: Record<RecordChangeSection, string> = {
  CORE: 'core',
  IDENTITY: 'identity',
  PARTY: 'party',
  HEALTH: 'health',
  FAMILY: 'family',
  QUALIFICATION: 'core',
  WORK_HISTORY: 'core',
};

/** The sections of this record that the person may declare changes to; the server decides again. */
export function sectionsFor(
  permissions: readonly string[],
  recordId: string,
  ownId: string | undefined,
): RecordChangeSection[] {
  return allSections.filter((section) => {
    const guard = guards[section];
    const own = recordId === ownId && permissions.includes(`staff.${guard}:declare_self`);
    return own || permissions.includes(`staff.${guard}:declare`);
  });
}

/** Whoever holds one of these has something to do, or to follow, on the page of declared changes. */
export const changeGrants = [...new Set(Object.values(guards))].flatMap((guard) =>
  ['declare', 'declare_self', 'verify'].map((act) => `staff.${guard}:${act}`),
);

/** What is wrong with a value; `args` fill the sentence. */
export interface Fault {
  key: string;
  args?: Record<string, string | number>;
}

type Check = (value: string) => Fault | undefined;

export interface FormField {
  name: string;
  /** The message that names it. */
  label: string;
  input: 'text' | 'long' | 'day' | 'choice';
  required: boolean;
  /** Of a choice: its codes, and the group of words that names them; a code names itself without one. */
  codes?: readonly string[];
  words?: 'sex' | 'side' | 'qualification';
  check: Check;
}

const atMost =
  (max: number): Check =>
  (value) =>
    [...value].length > max ? { key: 'changes.fault.long', args: { max } } : undefined;
const written =
  (form: RegExp, key: string): Check =>
  (value) =>
    form.test(value) ? undefined : { key };
const within =
  (low: number, high: number): Check =>
  (value) =>
    /^\d+$/.test(value) && Number(value) >= low && Number(value) <= high
      ? undefined
      : { key: 'changes.fault.range', args: { low, high } };
const fullName: Check = (value) =>
  atMost(100)(value) ?? written(/^[\p{L}\p{M}][\p{L}\p{M}'. -]*$/u, 'changes.fault.name')(value);

type Details = Partial<Omit<FormField, 'name' | 'label'>>;

function field(name: string, label: string, details: Details = {}): FormField {
  return { name, label, input: 'text', required: false, check: atMost(500), ...details };
}

const day: Details = { input: 'day', check: () => undefined };
const choice = (codes: readonly string[], words?: FormField['words']): Details => ({
  input: 'choice',
  codes,
  words,
  check: () => undefined,
});
const need: Details = { required: true };
const long: Details = { input: 'long', check: atMost(2000) };
const bloodGroups = ['A', 'B', 'AB', 'O', 'A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-'];
const qualificationKinds = [
  'GENERAL',
  'PROFESSIONAL',
  'POLITICAL_THEORY',
  'STATE_MANAGEMENT',
  'FOREIGN_LANGUAGE',
  'ETHNIC_LANGUAGE',
  'IT',
  'DEFENCE',
];

/** What the fields of one statement hold, where that is more than a short text or a day. */
const details: Record<string, Details> = {
  fullName: { required: true, check: fullName },
  otherNames: { check: atMost(100) },
  birthDate: need,
  sex: { ...choice(['MALE', 'FEMALE'], 'sex'), required: true },
  strength: long,
  citizenId: { check: written(/^[0-9]{12}$/, 'changes.fault.citizenId') },
  oldId: { check: written(/^[0-9A-Z]{6,12}$/, 'changes.fault.oldId') },
  insuranceNumber: { check: written(/^[0-9]{10}([0-9]{5})?$/, 'changes.fault.insurance') },
  religion: { check: atMost(100) },
  phone: { check: written(/^\+?[0-9][0-9 .-]{5,19}$/, 'changes.fault.phone') },
  email: { check: written(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, 'changes.fault.email') },
  organisations: long,
  militaryRank: { check: atMost(100) },
  heightCm: { check: within(50, 260) },
  weightKg: { check: within(20, 300) },
  bloodGroup: choice(bloodGroups),
};

const listFields: Record<ListSection, readonly FormField[]> = {
  FAMILY: [
    field('side', 'staff.table.side', { ...choice(['OWN', 'SPOUSE'], 'side'), required: true }),
    field('relation', 'staff.table.relation', { required: true, check: atMost(100) }),
    field('fullName', 'staff.table.relative', { required: true, check: fullName }),
    field('birthYear', 'staff.table.birthYear', { check: within(1850, 2200) }),
    field('homeTown', 'staff.table.homeTown'),
    field('occupation', 'changes.field.occupation'),
    field('workplace', 'changes.field.workplace'),
    field('residence', 'staff.table.residence'),
  ],
  QUALIFICATION: [
    field('kind', 'staff.table.kind', {
      ...choice(qualificationKinds, 'qualification'),
      required: true,
    }),
    field('level', 'staff.table.level', { required: true, check: atMost(100) }),
    field('major', 'staff.table.major'),
    field('school', 'staff.table.school'),
    field('mode', 'staff.table.mode', { check: atMost(100) }),
    field('from', 'changes.field.studiedFrom', day),
    field('awardedOn', 'staff.table.awardedOn', { ...day, required: true }),
  ],
  WORK_HISTORY: [
    field('from', 'changes.field.from', { ...day, required: true }),
    field('to', 'changes.field.to', day),
    field('content', 'staff.table.content', { ...long, required: true }),
  ],
};

/** The fields of a section in the order of the form. */
export function formFields(section: RecordChangeSection): readonly FormField[] {
  if (isList(section)) return listFields[section];
  return fieldsOf[section].map(({ name, label, input }) =>
    field(name, label, { ...(input === 'day' ? day : {}), ...details[name] }),
  );
}

/** A problem with a value, before the server is asked. */
export function faultOf(field: FormField, value: string): Fault | undefined {
  if (value !== '') return field.check(value);
  return field.required ? { key: 'changes.fault.required' } : undefined;
}

/** The end of a work history line is kept as the day after; people write and read the last day. */
export function isLastDay(section: RecordChangeSection, name: string): boolean {
  return section === 'WORK_HISTORY' && name === 'to';
}

export function asRead(section: RecordChangeSection, name: string, value: string): string {
  return value !== '' && isLastDay(section, name) ? lastDay(value) : value;
}

export function asSent(section: RecordChangeSection, name: string, value: string): string {
  if (value === '' || !isLastDay(section, name)) return value;
  const date = new Date(`${value}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
