import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListHead } from '@/components/list-head';
import { ListRows } from '@/components/list-rows';
import type { Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { Select } from '@/components/ui/select';
import { EmptyState } from '@/components/ui/states';
import { JobPositionsDocument, PositionGroupsDocument, type JobPositionsQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { useListChange } from '@/lib/use-list-change';
import type { PositionSearch } from '../search';

const route = getRouteApi('/inside/position');
const pageSize = 50;

type Position = JobPositionsQuery['jobPositions']['edges'][number]['node'];

/** The catalogue of job positions on the day looked at. */
export function PositionListView({ actions }: { actions: ReactNode }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const search = route.useSearch();
  const change = useListChange<PositionSearch>();
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
      <ListHead
        title={t('common.nav.position')}
        actions={actions}
        find={{ label: t('position.find'), value: search.q, onSearch: (q) => change({ q }) }}
        filters={
          <Select
            label={t('position.group')}
            allowClear
            width={260}
            value={search.group}
            options={(groups?.positionGroups ?? []).map(({ code, label }) => ({ value: code, label }))}
            onChange={(group) => change({ group })}
          />
        }
      />
      <ListRows
        result={result}
        rowsOf={({ jobPositions }) => jobPositions}
        caption={t('common.nav.position')}
        tall
        columns={columns}
        empty={() => <EmptyState title={t('position.empty')}>{t('position.emptyText')}</EmptyState>}
        place={search}
        onMove={change}
        size={pageSize}
      />
    </>
  );
}
