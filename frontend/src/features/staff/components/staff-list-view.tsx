import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListRows } from '@/components/list-rows';
import { WhyButton } from '@/components/ui/hidden';
import { EmptyState } from '@/components/ui/states';
import { StaffListDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatNumber } from '@/lib/number';
import { filterOf } from '@/lib/staff-filter';
import { useListChange } from '@/lib/use-list-change';
import { defaultColumns, pageSizes, type StaffSearch } from '../search';
import { staffTableColumns, type StaffSorting } from './staff-columns';
import { StaffHead } from './staff-head';
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

  const change = useListChange<StaffSearch>();
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
      <StaffHead actions={actions} search={search} onChange={change} />
      <ListRows
        result={result}
        rowsOf={({ staff }) => staff}
        caption={t('staff.list.caption')}
        tall
        columns={columns}
        current={search.open}
        onOpen={({ id }) => open(id)}
        empty={({ staff }) => (
          <EmptyState title={t('staff.list.empty')} action={<BeyondScope count={staff.beyondScope} />}>
            {t('staff.list.emptyText')}
          </EmptyState>
        )}
        foot={({ staff }) => <BeyondScope count={staff.beyondScope} />}
        place={search}
        onMove={change}
        size={size}
        sizes={pageSizes}
        onSize={(next) => change({ size: next === 50 ? undefined : next })}
        skeletonRows={16}
      />
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
