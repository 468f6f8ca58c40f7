import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DecisionLink } from '@/components/decision-link';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { PageHeader, Panel, Toolbar } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SearchInput } from '@/components/ui/search-input';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { DecisionListDocument, type DecisionListQuery } from '@/gql/graphql';
import { codeLabel } from '@/lib/code-label';
import { formatDay } from '@/lib/day';
import { pageMoves } from '@/lib/page-moves';
import type { DecisionListSearch } from '../search';

const route = getRouteApi('/inside/decision');
const pageSize = 50;

type Row = DecisionListQuery['decisions']['edges'][number]['node'];

/** The decisions that the reader may see, the newest first. */
export function DecisionListView({ actions }: { actions: ReactNode }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const result = useQuery({
    query: DecisionListDocument,
    variables: { search: search.q, first: pageSize, after: search.after },
  });
  const change = (next: DecisionListSearch) =>
    void navigate({ search: (before) => ({ ...before, after: undefined, skip: undefined, ...next }) });
  const columns: Column<Row>[] = [
    { id: 'number', header: t('decision.title'), cell: (row) => <DecisionLink decision={row} /> },
    { id: 'title', header: t('decision.about'), inCard: true, cell: ({ title }) => title },
    { id: 'issuer', header: t('decision.issuer'), cell: ({ issuer }) => <Text>{issuer?.name}</Text> },
    {
      id: 'issuedOn',
      header: t('decision.issuedOn'),
      inCard: true,
      cell: ({ issuedOn }) => <Text>{issuedOn && formatDay(issuedOn)}</Text>,
    },
    {
      id: 'effectiveOn',
      header: t('decision.effectiveOn'),
      cell: ({ effectiveOn }) => formatDay(effectiveOn),
    },
    {
      id: 'state',
      header: t('decision.state'),
      inCard: true,
      cell: ({ state }) => codeLabel(t, 'decisionState', state),
    },
  ];
  return (
    <>
      <PageHeader title={t('common.nav.decisions')} actions={actions} />
      <Toolbar>
        <SearchInput
          label={t('decision.find')}
          value={search.q ?? ''}
          onSearch={(q) => change({ q: q || undefined })}
        />
      </Toolbar>
      <QueryView keep result={result} skeleton={<SkeletonTable rows={14} />}>
        {({ decisions: { edges, pageInfo, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title={t('decision.none')}>{t('decision.noneText')}</EmptyState>
          ) : (
            <Panel flush>
              <DataTable
                caption={t('common.nav.decisions')}
                tall
                columns={columns}
                rows={edges.map(({ node }) => node)}
                rowKey={({ id }) => id}
              />
              <Pager
                {...pageMoves(search, pageInfo, pageSize, change)}
                shown={edges.length}
                total={totalCount}
              />
            </Panel>
          )
        }
      </QueryView>
    </>
  );
}
