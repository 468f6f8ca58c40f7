import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { FactTimeline } from '@/components/fact-timeline';
import { Tag } from '@/components/ui/chip';
import { PageHeader, Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonPage, SkeletonText } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { Tabs } from '@/components/ui/tabs';
import { UnitPath } from '@/components/unit-path';
import { StaffRecordDocument, StaffTimelineDocument, type StaffRecordQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { staffTabs, type StaffTab } from '../search';
import { ChangeButton } from './change-button';
import { MemberChanges } from './change-panels';
import { StaffRecord } from './staff-record';

const route = getRouteApi('/inside/staff/$staffId');

interface StaffMemberViewProps {
  /** "Chế độ, nghỉ hưu": what stands in that tab. */
  benefits: (staffId: string) => ReactNode;
}

export function StaffMemberView({ benefits }: StaffMemberViewProps) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const { staffId } = route.useParams();
  const result = useQuery({
    query: StaffRecordDocument,
    variables: { id: staffId, asOf, lang: i18n.language },
  });
  return (
    <QueryView result={result} skeleton={<SkeletonPage />}>
      {(data) =>
        data.staffMember ? (
          <Member data={data} member={data.staffMember} benefits={benefits} />
        ) : (
          <EmptyState page title={t('common.error.NOT_FOUND')}>
            {t('staff.notOnDay')}
          </EmptyState>
        )
      }
    </QueryView>
  );
}

function Member({
  data,
  member,
  benefits,
}: StaffMemberViewProps & {
  data: StaffRecordQuery;
  member: NonNullable<StaffRecordQuery['staffMember']>;
}) {
  const { t } = useTranslation();
  const { tab = 'record' } = route.useSearch();
  const navigate = route.useNavigate();
  const { unit } = member;
  const show = (next: StaffTab) =>
    void navigate({ search: (before) => ({ ...before, tab: next }), replace: true });
  return (
    <>
      <PageHeader
        title={member.fullName}
        actions={<ChangeButton staffId={member.id} onSent={() => show('changes')} />}
        above={unit && <UnitPath units={[...unit.ancestors, unit]} />}
        detail={
          <>
            {[member.code, member.title || member.position?.name].filter(Boolean).join(' · ')}{' '}
            {!member.onDuty && <Tag tone="amber">{t('staff.offDuty')}</Tag>}
          </>
        }
      />
      <Tabs
        label={t('staff.tabs.label')}
        tabs={staffTabs.map((id) => ({ id, label: t(`staff.tabs.${id}`) }))}
        value={tab}
        onChange={show}
      >
        {tab === 'record' && <StaffRecord member={member} categories={data.headcountCategories} />}
        {tab === 'benefits' && benefits(member.id)}
        {tab === 'timeline' && <MemberTimeline id={member.id} />}
        {tab === 'changes' && <MemberChanges staffId={member.id} />}
      </Tabs>
    </>
  );
}

function MemberTimeline({ id }: { id: string }) {
  const { i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({ query: StaffTimelineDocument, variables: { id, asOf, lang: i18n.language } });
  return (
    <Panel>
      <QueryView result={result} skeleton={<SkeletonText rows={10} />}>
        {({ staffMember }) => staffMember && <FactTimeline timeline={staffMember.timeline} />}
      </QueryView>
    </Panel>
  );
}
