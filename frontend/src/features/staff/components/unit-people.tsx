import { Link, getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable } from '@/components/ui/data-table';
import { Panel } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { StaffListDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { pageMoves, type PagePlace } from '@/lib/page-moves';
import { staffTableColumns } from './staff-columns';

const route = getRouteApi('/inside/org/$unitId');
const pageSize = 50;

/** The people of a unit and of the units below it. */
export function UnitPeople({ unitId }: { unitId: string }) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const result = useQuery({
    query: StaffListDocument,
    variables: { filter: { unit: unitId, asOf }, first: pageSize, after: search.after },
  });
  const go = (next: PagePlace) => void navigate({ search: (before) => ({ ...before, ...next }) });
  const columns = staffTableColumns({ t, shown: ['code', 'birthDate', 'position', 'unit', 'grade', 'step'] });
  return (
    <QueryView keep result={result} skeleton={<SkeletonTable rows={12} />}>
      {({ staff }) =>
        staff.edges.length === 0 ? (
          <EmptyState title={t('staff.list.noneInUnit')}>{t('staff.list.noneInUnitText')}</EmptyState>
        ) : (
          <Panel
            flush
            title={t('staff.list.caption')}
            extra={
              <Link to="/staff" search={{ unit: unitId }}>
                {t('staff.list.openList')}
              </Link>
            }
          >
            <DataTable
              caption={t('staff.list.caption')}
              columns={columns}
              rows={staff.edges.map(({ node }) => node)}
              rowKey={({ id }) => id}
            />
            <Pager
              {...pageMoves(search, staff.pageInfo, pageSize, go)}
              shown={staff.edges.length}
              total={staff.totalCount}
            />
          </Panel>
        )
      }
    </QueryView>
  );
}
