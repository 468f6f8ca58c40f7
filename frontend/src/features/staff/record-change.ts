import type { DeclareRecordChangeInput, RecordChangeKind, StaffRecordQuery } from '@/gql/graphql';

type Member = NonNullable<StaffRecordQuery['staffMember']>;

/** The parts of a record that are declared field by field. */
export const sections = ['CORE', 'IDENTITY', 'PARTY', 'HEALTH'] as const;
export type Section = (typeof sections)[number];
export const changeKinds: readonly RecordChangeKind[] = ['UPDATE', 'CORRECT', 'DECLARE'];

export interface ChangeField {
  name: string;
  /** The message that names it. */
  label: string;
  input: 'text' | 'day' | 'sex';
}

const text = (name: string, label: string): ChangeField => ({ name, label, input: 'text' });
const day = (name: string, label: string): ChangeField => ({ name, label, input: 'day' });

export const fieldsOf: Record<Section, readonly ChangeField[]> = {
  CORE: [
    text('fullName', 'staff.name'),
    text('otherNames', 'staff.record.otherNames'),
    day('birthDate', 'staff.column.birthDate'),
    { name: 'sex', label: 'staff.column.sex', input: 'sex' },
    day('recruitedOn', 'staff.record.recruitedOn'),
    text('recruitedBy', 'staff.record.recruitedBy'),
    text('priorOccupation', 'staff.record.priorOccupation'),
    text('strength', 'staff.record.strength'),
  ],
  IDENTITY: [
    text('citizenId', 'staff.identity.citizenId'),
    day('citizenIdOn', 'staff.identity.citizenIdOn'),
    text('oldId', 'staff.identity.oldId'),
    text('insuranceNumber', 'staff.identity.insuranceNumber'),
    text('religion', 'staff.identity.religion'),
    text('birthPlace', 'staff.identity.birthPlace'),
    text('homeTown', 'staff.identity.homeTown'),
    text('permanentResidence', 'staff.identity.permanentResidence'),
    text('currentResidence', 'staff.identity.currentResidence'),
    text('phone', 'staff.identity.phone'),
    text('email', 'staff.identity.email'),
  ],
  PARTY: [
    day('partyJoinedOn', 'staff.party.partyJoinedOn'),
    day('partyOfficialOn', 'staff.party.partyOfficialOn'),
    text('organisations', 'staff.party.organisations'),
    day('enlistedOn', 'staff.party.enlistedOn'),
    day('dischargedOn', 'staff.party.dischargedOn'),
    text('militaryRank', 'staff.party.militaryRank'),
    text('stateTitle', 'staff.party.stateTitle'),
    text('policyFamily', 'staff.party.policyFamily'),
  ],
  HEALTH: [
    text('status', 'staff.health.status'),
    text('heightCm', 'staff.health.height'),
    text('weightKg', 'staff.health.weight'),
    text('bloodGroup', 'staff.health.bloodGroup'),
  ],
};

const labels = new Map(
  Object.values(fieldsOf)
    .flat()
    .map(({ name, label }) => [name, label]),
);

/** The message that names a field of a declared change; undefined for fields of lists, which have no form yet. */
export function fieldLabel(name: string): string | undefined {
  return labels.get(name);
}

/** What the record says now, as the form shows it. */
export function valuesOf(member: Member, section: Section): Record<string, string> {
  const parts = { CORE: member, IDENTITY: member.identity, PARTY: member.party, HEALTH: member.health };
  const part = parts[section] as Record<string, unknown> | null | undefined;
  return Object.fromEntries(fieldsOf[section].map(({ name }) => [name, String(part?.[name] ?? '')]));
}

/** The sections of this record that the person may declare changes to. */
export function declarable(
  member: Member,
  permissions: readonly string[],
  ownId: string | undefined,
): Section[] {
  return sections.filter((section) => {
    const object = `staff.${section.toLowerCase()}`;
    const own = member.id === ownId && permissions.includes(`${object}:declare_self`);
    return own || permissions.includes(`${object}:declare`);
  });
}

interface Draft {
  member: Member;
  section: Section;
  kind: RecordChangeKind;
  values: Record<string, string>;
  evidence: string;
}

/** Only what differs from the record is declared; what was emptied is named, for the API takes no null. */
export function changeInput(draft: Draft, clientRequestId: string): DeclareRecordChangeInput {
  const before = valuesOf(draft.member, draft.section);
  const changed = fieldsOf[draft.section]
    .map(({ name }) => ({ name, value: (draft.values[name] ?? '').trim() }))
    .filter(({ name, value }) => value !== before[name]);
  const clear = changed.filter(({ value }) => value === '').map(({ name }) => name);
  return {
    clientRequestId,
    staff: draft.member.id,
    kind: draft.kind,
    section: draft.section,
    fields: changed.filter(({ value }) => value !== ''),
    clear: clear.length === 0 ? undefined : clear,
    evidence: draft.evidence.trim(),
  };
}

/** The name of the field that the server found fault with: "fields[0].value" counts the fields that were sent. */
export function faultyField(input: DeclareRecordChangeInput, path: string | undefined): string | undefined {
  const index = /^fields\[(\d+)\]/.exec(path ?? '')?.[1];
  return index === undefined ? path : input.fields[Number(index)]?.name;
}
