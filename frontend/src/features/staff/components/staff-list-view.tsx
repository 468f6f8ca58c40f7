import { getRouteApi } from '@tanstack/react-router';
import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable } from '@/components/ui/data-table';
import { PageHeader, Panel } from '@/components/ui/page';
import { WhyButton } from '@/components/ui/hidden';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { StaffListDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatNumber } from '@/lib/number';
import { pageMoves } from '@/lib/page-moves';
import { filterOf } from '../filter';
import { defaultColumns, pageSizes, type StaffSearch } from '../search';
import { staffTableColumns, type StaffSorting } from './staff-columns';
import { StaffFilters } from './staff-filters';
import { StaffPanel } from './staff-panel';
import styles from './staff-tables.module.css';

const route = getRouteApi('/inside/staff');

export function StaffListView({ actions }: { actions: ReactNode }) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = filterOf(search, asOf);
  const size = search.size ?? 50;
  const sorting = { field: search.sort ?? 'NAME', direction: search.dir ?? 'ASC' } as const;
  const result = useQuery({
    query: StaffListDocument,
    variables: { filter, sort: [sorting], first: size, after: search.after },
  });

  /** Any change of what is listed starts at the first page again. */
  const change = useCallback(
    (next: Partial<StaffSearch>) =>
      void navigate({ search: (before) => ({ ...before, after: undefined, skip: undefined, ...next }) }),
    [navigate],
  );
  const open = (id: string | undefined) => void navigate({ search: (before) => ({ ...before, open: id }) });
  const onSort: StaffSorting['onSort'] = (field) =>
    change({
      sort: field === 'NAME' ? undefined : field,
      dir: sorting.field === field && sorting.direction === 'ASC' ? 'DESC' : undefined,
    });
  const columns = staffTableColumns({
    t,
    shown: search.cols ?? defaultColumns,
    sorting: { ...sorting, onSort },
    onOpen: ({ id }) => open(id),
  });

  return (
    <>
      <PageHeader title={t('common.nav.staff')} actions={actions} />
      <StaffFilters search={search} onChange={change} />
      <QueryView keep result={result} skeleton={<SkeletonTable rows={16} />}>
        {({ staff }) =>
          staff.edges.length === 0 ? (
            <EmptyState title={t('staff.list.empty')} action={<BeyondScope count={staff.beyondScope} />}>
              {t('staff.list.emptyText')}
            </EmptyState>
          ) : (
            <Panel flush>
              <DataTable
                caption={t('staff.list.caption')}
                tall
                columns={columns}
                rows={staff.edges.map(({ node }) => node)}
                rowKey={({ id }) => id}
                current={search.open}
                onOpen={({ id }) => open(id)}
              />
              <Pager
                {...pageMoves(search, staff.pageInfo, size, change)}
                shown={staff.edges.length}
                total={staff.totalCount}
                size={size}
                sizes={pageSizes}
                onSize={(next) => change({ size: next === 50 ? undefined : next })}
              />
              <BeyondScope count={staff.beyondScope} />
            </Panel>
          )
        }
      </QueryView>
      <StaffPanel id={search.open} onClose={() => open(undefined)} />
    </>
  );
}

/** How many more the list would hold without the limits of the reader's scope; told only to those who may know. */
function BeyondScope({ count }: { count: number | null | undefined }) {
  const { t } = useTranslation();
  if (!count) return null;
  return (
    <p className={styles.beyond}>
      {t('staff.list.beyond', { text: formatNumber(count) })} <WhyButton grant="staff.core:read" />
    </p>
  );
}
