import { Link, getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListRows } from '@/components/list-rows';
import { EmptyState } from '@/components/ui/states';
import { StaffListDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import type { PagePlace } from '@/lib/page-moves';
import { useListChange } from '@/lib/use-list-change';
import { staffTableColumns } from './staff-columns';

const route = getRouteApi('/inside/org/$unitId');
const pageSize = 50;

/** The people of a unit and of the units below it. */
export function UnitPeople({ unitId }: { unitId: string }) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const search = route.useSearch();
  const go = useListChange<PagePlace>();
  const result = useQuery({
    query: StaffListDocument,
    variables: { filter: { unit: unitId, asOf }, first: pageSize, after: search.after },
  });
  const columns = staffTableColumns({ t, shown: ['code', 'birthDate', 'position', 'unit', 'grade', 'step'] });
  return (
    <ListRows
      result={result}
      rowsOf={({ staff }) => staff}
      title={t('staff.list.caption')}
      extra={
        <Link to="/staff" search={{ unit: unitId }}>
          {t('staff.list.openList')}
        </Link>
      }
      caption={t('staff.list.caption')}
      columns={columns}
      empty={() => (
        <EmptyState title={t('staff.list.noneInUnit')}>{t('staff.list.noneInUnitText')}</EmptyState>
      )}
      place={search}
      onMove={go}
      size={pageSize}
      skeletonRows={12}
    />
  );
}
