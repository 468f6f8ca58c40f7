import type { StaffRecordQuery } from '@/gql/graphql';

type Member = NonNullable<StaffRecordQuery['staffMember']>;

/** The parts of a record that are declared field by field. */
export type Section = 'CORE' | 'IDENTITY' | 'PARTY' | 'HEALTH';

interface ChangeField {
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

/** What the record says now, as the form shows it. */
export function valuesOf(member: Member, section: Section): Record<string, string> {
  const parts = { CORE: member, IDENTITY: member.identity, PARTY: member.party, HEALTH: member.health };
  const part = parts[section] as Record<string, unknown> | null | undefined;
  return Object.fromEntries(fieldsOf[section].map(({ name }) => [name, String(part?.[name] ?? '')]));
}
