import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { FactTimeline } from '@/components/fact-timeline';
import { Drawer } from '@/components/ui/drawer';
import { Fact, Facts } from '@/components/ui/facts';
import { Text } from '@/components/ui/figure';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonText } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { StaffSummaryDocument, type StaffSummaryQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { formatCoefficient } from '@/lib/number';

type Member = NonNullable<StaffSummaryQuery['staffMember']>;

/** One person beside the list: the list stays where it was. */
export function StaffPanel({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer
      open={id !== undefined}
      onClose={onClose}
      title={t('staff.panel.title')}
      width={520}
      modal={false}
    >
      {id !== undefined && <PanelContent id={id} />}
    </Drawer>
  );
}

function PanelContent({ id }: { id: string }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({ query: StaffSummaryDocument, variables: { id, asOf, lang: i18n.language } });
  return (
    <QueryView result={result} skeleton={<SkeletonText rows={8} />}>
      {({ staffMember }) =>
        staffMember ? (
          <Summary member={staffMember} />
        ) : (
          <EmptyState title={t('common.error.NOT_FOUND')}>{t('staff.notOnDay')}</EmptyState>
        )
      }
    </QueryView>
  );
}

function Summary({ member }: { member: Member }) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{member.fullName}</h2>
      <Link to="/staff/$staffId" params={{ staffId: member.id }}>
        {t('staff.panel.full')}
      </Link>
      <Facts>
        <Fact label={t('staff.column.code')}>{member.code}</Fact>
        <Fact label={t('staff.column.birthDate')}>
          <Text>{member.birthDateText}</Text>
        </Fact>
        <Fact label={t('staff.column.staffClass')}>{t(`staff.class.${member.staffClass}`)}</Fact>
        <Fact label={t('staff.column.position')}>
          <Text>{member.title || member.position?.name}</Text>
        </Fact>
        <Fact label={t('org.unit')}>
          {member.unit ? (
            <Link to="/org/$unitId" params={{ unitId: member.unit.id }}>
              {member.unit.name}
            </Link>
          ) : (
            <Text>{undefined}</Text>
          )}
        </Fact>
        <Fact label={t('staff.record.quotaUnit')}>
          <Text>{member.quotaUnit?.name}</Text>
        </Fact>
        <Fact label={t('staff.column.grade')}>
          <Text>{member.grade?.name}</Text>
        </Fact>
        <Fact label={t('staff.record.stepAndCoefficient')}>
          <Text>
            {[member.step, member.coefficient && formatCoefficient(member.coefficient)]
              .filter(Boolean)
              .join(' / ')}
          </Text>
        </Fact>
        <Fact label={t('staff.column.rating')}>
          <Text>{member.latestRating && `${member.latestRating.year}: ${member.latestRating.label}`}</Text>
        </Fact>
        <Fact label={t('staff.record.recruitedOn')}>
          <Text>{member.recruitedOn && formatDay(member.recruitedOn)}</Text>
        </Fact>
      </Facts>
      <Panel title={t('common.timeline.label')}>
        <FactTimeline timeline={member.timeline} />
      </Panel>
    </>
  );
}
