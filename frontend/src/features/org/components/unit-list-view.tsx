import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListHead } from '@/components/list-head';
import { ListRows } from '@/components/list-rows';
import type { Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { EmptyState } from '@/components/ui/states';
import { UnitListDocument, type UnitListQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { useListChange } from '@/lib/use-list-change';
import type { TreeSearch } from '../search';

const route = getRouteApi('/inside/org');
const pageSize = 50;

type Row = UnitListQuery['orgUnits']['edges'][number]['node'];

/** The units without figures, for those whose role covers units and not headcount. */
export function UnitListView({ actions }: { actions: ReactNode }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const search = route.useSearch();
  const change = useListChange<TreeSearch>();
  const result = useQuery({
    query: UnitListDocument,
    variables: { search: search.q, asOf, first: pageSize, after: search.after, lang: i18n.language },
  });
  return (
    <>
      <ListHead
        title={t('common.nav.org')}
        detail={t('org.list.noFigures')}
        actions={actions}
        find={{ label: t('org.tree.find'), value: search.q, onSearch: (q) => change({ q }) }}
      />
      <ListRows
        result={result}
        rowsOf={({ orgUnits }) => orgUnits}
        caption={t('org.list.caption')}
        tall
        columns={columns(t)}
        empty={() => <EmptyState title={t('org.tree.noMatch')}>{t('org.tree.noMatchText')}</EmptyState>}
        place={search}
        onMove={change}
        size={pageSize}
      />
    </>
  );
}

function columns(t: TFunction): Column<Row>[] {
  return [
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
    { id: 'kind', header: t('org.list.kind'), inCard: true, cell: ({ kindLabel }) => kindLabel },
    {
      id: 'parent',
      header: t('org.list.parent'),
      inCard: true,
      cell: ({ parent }) => <Text>{parent?.name}</Text>,
    },
  ];
}
