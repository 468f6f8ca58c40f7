import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DecisionLink } from '@/components/decision-link';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Figure, Text } from '@/components/ui/figure';
import { Panel } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { QuotaEntriesDocument, type QuotaEntriesQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { codeLabel } from '@/lib/code-label';
import { formatDay, lastDay } from '@/lib/day';

type Entry = QuotaEntriesQuery['quotaEntries']['edges'][number]['node'];

function UnitCell({ unit }: { unit: Entry['giver'] }) {
  if (!unit) return <Text>{undefined}</Text>;
  return (
    <Link to="/org/$unitId" params={{ unitId: unit.id }} search={{ tab: 'headcount' }}>
      {unit.name}
    </Link>
  );
}

/** The ledger of a unit: every entry that gave it posts or took them, newest first. */
export function QuotaEntries({ unitId }: { unitId: string }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({
    query: QuotaEntriesDocument,
    variables: { unit: unitId, first: 100, lang: i18n.language, asOf },
  });
  const [{ data }] = result;
  const label = (code: string) => data?.headcountCategories.find((item) => item.code === code)?.label ?? code;
  const columns: Column<Entry>[] = [
    {
      id: 'act',
      header: t('headcount.ledger.act'),
      cell: ({ act, tranche }) =>
        tranche === 'REGULAR'
          ? codeLabel(t, 'act', act)
          : `${codeLabel(t, 'act', act)} (${codeLabel(t, 'tranche', tranche)})`,
    },
    { id: 'category', header: t('headcount.category'), cell: ({ category }) => label(category) },
    {
      id: 'posts',
      header: t('headcount.ledger.posts'),
      align: 'right',
      inCard: true,
      cell: ({ posts }) => <Figure value={posts} />,
    },
    { id: 'giver', header: t('headcount.ledger.giver'), cell: ({ giver }) => <UnitCell unit={giver} /> },
    {
      id: 'receiver',
      header: t('headcount.ledger.receiver'),
      cell: ({ receiver }) => <UnitCell unit={receiver} />,
    },
    { id: 'from', header: t('headcount.ledger.from'), inCard: true, cell: ({ from }) => formatDay(from) },
    {
      id: 'to',
      header: t('headcount.ledger.to'),
      cell: ({ to }) => <Text>{to && formatDay(lastDay(to))}</Text>,
    },
    {
      id: 'decision',
      header: t('decision.title'),
      inCard: true,
      cell: ({ decision }) => (decision ? <DecisionLink decision={decision} /> : <Text>{undefined}</Text>),
    },
  ];
  return (
    <Panel title={t('headcount.ledger.title')} flush>
      <QueryView result={result} skeleton={<SkeletonTable rows={5} />}>
        {({ quotaEntries: { edges, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title={t('headcount.ledger.none')}>{t('headcount.ledger.noneText')}</EmptyState>
          ) : (
            <>
              <DataTable
                caption={t('headcount.ledger.title')}
                columns={columns}
                rows={edges.map(({ node }) => node)}
                rowKey={({ id }) => id}
              />
              <Pager skipped={0} shown={edges.length} total={totalCount} />
            </>
          )
        }
      </QueryView>
    </Panel>
  );
}
