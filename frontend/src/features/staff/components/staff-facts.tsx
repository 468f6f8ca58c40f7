import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '@/components/ui/facts';
import { Text } from '@/components/ui/figure';
import { Hidden } from '@/components/ui/hidden';
import { codeLabel } from '@/lib/code-label';
import { formatDay } from '@/lib/day';
import { formatCoefficient } from '@/lib/number';
import type { Categories, Member } from './staff-record';

type Line = readonly [label: string, value: ReactNode];

function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <Facts>
      {lines.map(([label, value]) => (
        <Fact key={label} label={label}>
          {value == null || value === '' ? <Text>{undefined}</Text> : value}
        </Fact>
      ))}
    </Facts>
  );
}

const day = (value: string | null | undefined) => value && formatDay(value);

/** A single hidden field keeps its place in the record: a lock where the value would stand. */
function orHidden(member: Member, field: string, value: ReactNode): ReactNode {
  const missing = member.hidden.find((item) => item.field === field)?.missingGrant;
  return missing === undefined ? value : <Hidden grant={missing} object={member.id} />;
}

export function PersonalSection({ member }: { member: Member }) {
  const { t } = useTranslation();
  const lines: Line[] = [
    [t('staff.name'), member.fullName],
    [t('staff.record.otherNames'), member.otherNames],
    [t('staff.column.birthDate'), orHidden(member, 'birthDate', member.birthDateText)],
    [t('staff.column.sex'), orHidden(member, 'sex', member.sex && t(`staff.sex.${member.sex}`))],
    [t('staff.column.code'), member.code],
    [t('staff.record.priorOccupation'), member.priorOccupation],
    [t('staff.record.strength'), member.strength],
  ];
  return <Lines lines={lines} />;
}

export function IdentitySection({ member: { identity } }: { member: Member }) {
  const { t } = useTranslation();
  const lines: Line[] = [
    [t('staff.identity.citizenId'), identity?.citizenId],
    [t('staff.identity.citizenIdOn'), day(identity?.citizenIdOn)],
    [t('staff.identity.oldId'), identity?.oldId],
    [t('staff.identity.insuranceNumber'), identity?.insuranceNumber],
    [t('staff.identity.birthPlace'), identity?.birthPlace],
    [t('staff.identity.homeTown'), identity?.homeTown],
    [t('staff.identity.ethnicGroup'), identity?.ethnicGroup],
    [t('staff.identity.religion'), identity?.religion],
    [t('staff.identity.permanentResidence'), identity?.permanentResidence],
    [t('staff.identity.currentResidence'), identity?.currentResidence],
    [t('staff.identity.phone'), identity?.phone],
    [t('staff.identity.email'), identity?.email],
  ];
  return <Lines lines={lines} />;
}

export function PostSection({ member, categories }: { member: Member; categories: Categories }) {
  const { t } = useTranslation();
  const { unit, quotaUnit, coefficient, headcountCategory } = member;
  const category = categories.find(({ code }) => code === headcountCategory)?.label ?? headcountCategory;
  const lines: Line[] = [
    [t('staff.record.recruitedOn'), day(member.recruitedOn)],
    [t('staff.record.recruitedBy'), member.recruitedBy],
    [t('staff.column.staffClass'), t(`staff.class.${member.staffClass}`)],
    [t('staff.column.position'), member.title || member.position?.name],
    [t('staff.record.leadership'), codeLabel(t, 'leadership', member.leadership)],
    [
      t('org.unit'),
      unit && (
        <Link to="/org/$unitId" params={{ unitId: unit.id }}>
          {unit.name}
        </Link>
      ),
    ],
    [t('headcount.category'), category],
    [
      t('staff.record.quotaUnit'),
      quotaUnit && (
        <Link to="/org/$unitId" params={{ unitId: quotaUnit.id }} search={{ tab: 'headcount' }}>
          {quotaUnit.name}
        </Link>
      ),
    ],
    [t('staff.column.grade'), member.grade && `${member.grade.name} (${member.grade.code})`],
    [t('staff.column.step'), orHidden(member, 'step', member.step)],
    [
      t('staff.column.coefficient'),
      orHidden(member, 'coefficient', coefficient && formatCoefficient(coefficient)),
    ],
    [
      t('staff.column.rating'),
      orHidden(
        member,
        'latestRating',
        member.latestRating && `${member.latestRating.year}: ${member.latestRating.label}`,
      ),
    ],
  ];
  return <Lines lines={lines} />;
}

export function PartySection({ member: { party } }: { member: Member }) {
  const { t } = useTranslation();
  const lines: Line[] = [
    [t('staff.party.partyJoinedOn'), day(party?.partyJoinedOn)],
    [t('staff.party.partyOfficialOn'), day(party?.partyOfficialOn)],
    [t('staff.party.organisations'), party?.organisations],
    [t('staff.party.enlistedOn'), day(party?.enlistedOn)],
    [t('staff.party.dischargedOn'), day(party?.dischargedOn)],
    [t('staff.party.militaryRank'), party?.militaryRank],
    [t('staff.party.stateTitle'), party?.stateTitle],
    [t('staff.party.policyFamily'), party?.policyFamily],
  ];
  return <Lines lines={lines} />;
}

export function HealthSection({ member: { health } }: { member: Member }) {
  const { t } = useTranslation();
  const lines: Line[] = [
    [t('staff.health.status'), health?.status],
    [t('staff.health.height'), health?.heightCm && `${health.heightCm} cm`],
    [t('staff.health.weight'), health?.weightKg && `${health.weightKg} kg`],
    [t('staff.health.bloodGroup'), health?.bloodGroup],
  ];
  return <Lines lines={lines} />;
}

export function EvaluationSection({ member: { ratings } }: { member: Member }) {
  const { t } = useTranslation();
  if (!ratings || ratings.length === 0) return <p>{t('staff.record.none')}</p>;
  return <Lines lines={ratings.map(({ year, label }) => [String(year), label])} />;
}
