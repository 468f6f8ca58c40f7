import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { PageHeader, Panel, Toolbar } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SearchInput } from '@/components/ui/search-input';
import { Select } from '@/components/ui/select';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { JobPositionsDocument, PositionGroupsDocument, type JobPositionsQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { pageMoves } from '@/lib/page-moves';
import type { PositionSearch } from '../search';

const route = getRouteApi('/inside/position');
const pageSize = 50;

type Position = JobPositionsQuery['jobPositions']['edges'][number]['node'];

/** The catalogue of job positions on the day looked at. */
export function PositionListView({ actions }: { actions: ReactNode }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const lang = i18n.language;
  const [{ data: groups }] = useQuery({ query: PositionGroupsDocument, variables: { asOf, lang } });
  const result = useQuery({
    query: JobPositionsDocument,
    variables: {
      asOf,
      lang,
      search: search.q,
      groups: search.group === undefined ? undefined : [search.group],
      first: pageSize,
      after: search.after,
    },
  });
  const change = (next: PositionSearch) =>
    void navigate({ search: (before) => ({ ...before, after: undefined, skip: undefined, ...next }) });
  const columns: Column<Position>[] = [
    {
      id: 'name',
      header: t('position.name'),
      cell: ({ id, name }) => (
        <Link to="/staff" search={{ position: id }} title={t('position.openHolders')}>
          {name}
        </Link>
      ),
    },
    { id: 'code', header: t('position.code'), cell: ({ code }) => code },
    { id: 'group', header: t('position.group'), inCard: true, cell: ({ groupLabel }) => groupLabel },
    {
      id: 'staffClass',
      header: t('staff.column.staffClass'),
      inCard: true,
      cell: ({ staffClass }) => t(`staff.class.${staffClass}`),
    },
    {
      id: 'grades',
      header: t('position.grades'),
      cell: ({ gradeFrom, gradeTo }) => (
        <Text>{gradeFrom === gradeTo ? gradeFrom : [gradeFrom, gradeTo].filter(Boolean).join(' – ')}</Text>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={t('common.nav.position')} actions={actions} />
      <Toolbar>
        <SearchInput
          label={t('position.find')}
          value={search.q ?? ''}
          onSearch={(q) => change({ q: q || undefined })}
        />
        <Select
          aria-label={t('position.group')}
          placeholder={t('position.group')}
          allowClear
          width={260}
          value={search.group}
          options={(groups?.positionGroups ?? []).map(({ code, label }) => ({ value: code, label }))}
          onChange={(group) => change({ group })}
        />
      </Toolbar>
      <QueryView keep result={result} skeleton={<SkeletonTable rows={14} />}>
        {({ jobPositions: { edges, pageInfo, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title={t('position.empty')}>{t('position.emptyText')}</EmptyState>
          ) : (
            <Panel flush>
              <DataTable
                caption={t('common.nav.position')}
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
