import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListHead } from '@/components/list-head';
import { FilterToggle } from '@/components/ui/filter-toggle';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { OrgTreeDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatNumber } from '@/lib/number';
import { UnitTree } from './unit-tree';

const route = getRouteApi('/inside/org');

export function OrgTreeView({ actions }: { actions?: ReactNode }) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const result = useQuery({ query: OrgTreeDocument, variables: { asOf }, requestPolicy: 'cache-first' });
  const count = result[0].data?.orgTree.length;

  return (
    <>
      <ListHead
        title={t('common.nav.org')}
        detail={count !== undefined && t('org.tree.count', { count: count, text: formatNumber(count) })}
        actions={actions}
        find={{
          label: t('org.tree.find'),
          value: search.q,
          onSearch: (q) => void navigate({ search: (before) => ({ ...before, q }), replace: true }),
        }}
        filters={
          <FilterToggle
            label={t('org.tree.onlyOver')}
            on={search.only === 'over'}
            onChange={(on) =>
              void navigate({ search: (before) => ({ ...before, only: on ? 'over' : undefined }) })
            }
          />
        }
      />
      <QueryView fill result={result} skeleton={<SkeletonTable rows={16} />}>
        {({ orgTree }) => <UnitTree key={asOf} rows={orgTree} search={search} />}
      </QueryView>
    </>
  );
}
