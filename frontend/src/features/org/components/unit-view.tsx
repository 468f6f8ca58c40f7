import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonPage } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { Tabs } from '@/components/ui/tabs';
import { UnitPath } from '@/components/unit-path';
import { UnitDocument, type UnitQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { codeLabel } from '@/lib/code-label';
import { formatDay, lastDay } from '@/lib/day';
import { useViewer } from '@/lib/viewer';
import { tabRights, unitTabs, type UnitTab } from '../search';

const route = getRouteApi('/inside/org/$unitId');

type UnitData = NonNullable<UnitQuery['orgUnit']>;

interface UnitViewProps {
  /** The content of a tab: other domains show what they know of the unit. */
  panel: (tab: UnitTab, unitId: string) => ReactNode;
}

export function UnitView({ panel }: UnitViewProps) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const { unitId } = route.useParams();
  const result = useQuery({ query: UnitDocument, variables: { id: unitId, asOf, lang: i18n.language } });
  return (
    <QueryView result={result} skeleton={<SkeletonPage />}>
      {({ orgUnit }) =>
        orgUnit ? (
          <Unit unit={orgUnit} panel={panel} />
        ) : (
          <EmptyState page title={t('common.error.NOT_FOUND')}>
            {t('org.page.notOnDay', { day: formatDay(asOf) })}
          </EmptyState>
        )
      }
    </QueryView>
  );
}

function Unit({ unit, panel }: { unit: UnitData; panel: UnitViewProps['panel'] }) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const { tab: asked } = route.useSearch();
  const { permissions } = useViewer();
  const navigate = route.useNavigate();
  const life = unit.validTo
    ? t('org.page.lifeEnded', { from: formatDay(unit.validFrom), to: formatDay(lastDay(unit.validTo)) })
    : t('org.page.life', { from: formatDay(unit.validFrom) });
  const allowed = unitTabs.filter((id) => permissions.includes(tabRights[id]));
  const tab = allowed.find((id) => id === asked) ?? allowed[0] ?? 'timeline';
  const ended = unit.validTo != null && unit.validTo <= asOf;
  return (
    <>
      <PageHeader
        title={unit.name}
        above={<UnitPath units={unit.ancestors} />}
        detail={[unit.kindLabel, unit.code, life].join(' · ')}
        actions={
          allowed.includes('headcount') && (
            <Link to="/report/headcount" search={{ unit: unit.id }}>
              {t('org.page.openReport')}
            </Link>
          )
        }
      />
      {ended && (
        <Notice tone="warning" title={t('org.page.ended')}>
          <Links links={unit.successors} />
        </Notice>
      )}
      {unit.predecessors.length > 0 && (
        <Notice tone="info" title={t('org.page.predecessors')}>
          <Links links={unit.predecessors} />
        </Notice>
      )}
      <Tabs
        label={t('org.page.tabs')}
        tabs={allowed.map((id) => ({ id, label: t(`org.tab.${id}`) }))}
        value={tab}
        onChange={(next) =>
          void navigate({ search: ({ asOf: day }) => ({ asOf: day, tab: next }), replace: true })
        }
      >
        {panel(tab, unit.id)}
      </Tabs>
    </>
  );
}

function Links({ links }: { links: UnitData['successors'] }) {
  const { t } = useTranslation();
  return links.map(({ unit, kind, on }) => (
    <div key={unit.id}>
      {codeLabel(t, 'unitLink', kind)} {formatDay(on)}:{' '}
      <Link to="/org/$unitId" params={{ unitId: unit.id }}>
        {unit.name}
      </Link>
    </div>
  ));
}
