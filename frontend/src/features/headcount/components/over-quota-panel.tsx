import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Panel } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { OverQuotaDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { OverQuotaTable } from './over-quota-table';

const shown = 10;

/** The units with more people than posts, the furthest over first. */
export function OverQuotaPanel() {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({
    query: OverQuotaDocument,
    variables: { asOf, first: shown, lang: i18n.language },
  });
  return (
    <Panel
      flush
      title={t('headcount.over.title')}
      extra={<Link to="/report/over-quota">{t('headcount.over.all')}</Link>}
    >
      <QueryView result={result} skeleton={<SkeletonTable rows={6} />}>
        {({ overQuotaUnits: { edges, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title={t('headcount.over.none')}>{t('headcount.over.noneText')}</EmptyState>
          ) : (
            <>
              <OverQuotaTable rows={edges.map(({ node }) => node)} />
              <Pager skipped={0} shown={edges.length} total={totalCount} />
            </>
          )
        }
      </QueryView>
    </Panel>
  );
}
