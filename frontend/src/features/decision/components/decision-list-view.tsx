import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DecisionLink } from '@/components/decision-link';
import { ListHead } from '@/components/list-head';
import { ListRows } from '@/components/list-rows';
import type { Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { EmptyState } from '@/components/ui/states';
import { DecisionListDocument, type DecisionListQuery } from '@/gql/graphql';
import { codeLabel } from '@/lib/code-label';
import { formatDay } from '@/lib/day';
import { useListChange } from '@/lib/use-list-change';
import type { DecisionListSearch } from '../search';

const route = getRouteApi('/inside/decision');
const pageSize = 50;

type Row = DecisionListQuery['decisions']['edges'][number]['node'];

/** The decisions that the reader may see, the newest first. */
export function DecisionListView({ actions }: { actions: ReactNode }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const change = useListChange<DecisionListSearch>();
  const result = useQuery({
    query: DecisionListDocument,
    variables: { search: search.q, first: pageSize, after: search.after },
  });
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
      <ListHead
        title={t('common.nav.decisions')}
        actions={actions}
        find={{ label: t('decision.find'), value: search.q, onSearch: (q) => change({ q }) }}
      />
      <ListRows
        result={result}
        rowsOf={({ decisions }) => decisions}
        caption={t('common.nav.decisions')}
        tall
        columns={columns}
        empty={() => <EmptyState title={t('decision.none')}>{t('decision.noneText')}</EmptyState>}
        place={search}
        onMove={change}
        size={pageSize}
      />
    </>
  );
}
