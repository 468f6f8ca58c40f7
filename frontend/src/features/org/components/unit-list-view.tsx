import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { PageHeader, Panel, Toolbar } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SearchInput } from '@/components/ui/search-input';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { UnitListDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { pageMoves } from '@/lib/page-moves';
import type { TreeSearch } from '../search';

const route = getRouteApi('/inside/org');
const pageSize = 50;

/** The units without figures, for those whose role covers units and not headcount. */
export function UnitListView({ actions }: { actions: ReactNode }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const search = route.useSearch();
  const { q, after } = search;
  const navigate = route.useNavigate();
  const result = useQuery({
    query: UnitListDocument,
    variables: { search: q, asOf, first: pageSize, after, lang: i18n.language },
  });
  const change = (next: TreeSearch) =>
    void navigate({ search: (before) => ({ ...before, after: undefined, skip: undefined, ...next }) });
  return (
    <>
      <PageHeader title={t('common.nav.org')} detail={t('org.list.noFigures')} actions={actions} />
      <Toolbar>
        <SearchInput
          label={t('org.tree.find')}
          value={q ?? ''}
          onSearch={(text) => change({ q: text || undefined })}
        />
      </Toolbar>
      <QueryView keep result={result} skeleton={<SkeletonTable rows={14} />}>
        {({ orgUnits: { edges, pageInfo, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title={t('org.tree.noMatch')}>{t('org.tree.noMatchText')}</EmptyState>
          ) : (
            <Panel flush>
              <DataTable
                caption={t('org.list.caption')}
                tall
                rows={edges.map(({ node }) => node)}
                rowKey={({ id }) => id}
                columns={[
                  {
                    id: 'name',
                    header: t('org.unit'),
                    cell: ({ id, name }) => (
                      <Link to="/org/$unitId" params={{ unitId: id }}>
                        {name}
                      </Link>
                    ),
                  },
                  { id: 'code', header: t('org.list.code'), cell: ({ code }) => code },
                  {
                    id: 'kind',
                    header: t('org.list.kind'),
                    inCard: true,
                    cell: ({ kindLabel }) => kindLabel,
                  },
                  {
                    id: 'parent',
                    header: t('org.list.parent'),
                    inCard: true,
                    cell: ({ parent }) => <Text>{parent?.name}</Text>,
                  },
                ]}
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
