import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { PageHeader, Panel } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { OverQuotaDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { pageMoves, type PagePlace } from '@/lib/page-moves';
import { OverQuotaTable } from './over-quota-table';

const route = getRouteApi('/inside/report/over-quota');
const pageSize = 50;

/** Every unit over its quota on the day looked at, the furthest over first. */
export function OverQuotaView({ actions }: { actions: ReactNode }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const result = useQuery({
    query: OverQuotaDocument,
    variables: { asOf, first: pageSize, after: search.after, lang: i18n.language },
  });
  const go = (next: PagePlace) => void navigate({ search: (before) => ({ ...before, ...next }) });
  return (
    <>
      <PageHeader
        title={t('headcount.over.title')}
        detail={t('headcount.onDay', { day: formatDay(asOf) })}
        actions={actions}
      />
      <QueryView keep result={result} skeleton={<SkeletonTable rows={14} />}>
        {({ overQuotaUnits: { edges, pageInfo, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title={t('headcount.over.none')}>{t('headcount.over.noneText')}</EmptyState>
          ) : (
            <Panel
              flush
              title={t('headcount.over.title')}
              extra={
                <Link to="/org" search={{ only: 'over' }}>
                  {t('headcount.over.onTree')}
                </Link>
              }
            >
              <OverQuotaTable tall rows={edges.map(({ node }) => node)} />
              <Pager {...pageMoves(search, pageInfo, pageSize, go)} shown={edges.length} total={totalCount} />
            </Panel>
          )
        }
      </QueryView>
    </>
  );
}
