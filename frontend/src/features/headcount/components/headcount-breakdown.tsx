import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Balance, Figure } from '@/components/ui/figure';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { HeadcountBreakdownDocument, type HeadcountBreakdownQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatNumber } from '@/lib/number';

type Row = HeadcountBreakdownQuery['headcountBreakdown'][number];

/** The units directly below, each with its whole subtree; a unit that has units below opens this same page. */
export function HeadcountBreakdown({ unit }: { unit: string | undefined }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({
    query: HeadcountBreakdownDocument,
    variables: { asOf, unit, lang: i18n.language },
  });
  const columns: Column<Row>[] = [
    {
      id: 'unit',
      header: t('org.unit'),
      cell: ({ unit: child, own, hasChildren }) =>
        own ? (
          t('headcount.ownPosts', { unit: child.name })
        ) : hasChildren ? (
          <Link to="/report/headcount" search={{ unit: child.id }}>
            {child.name}
          </Link>
        ) : (
          <Link to="/org/$unitId" params={{ unitId: child.id }} search={{ tab: 'headcount' }}>
            {child.name}
          </Link>
        ),
    },
    {
      id: 'allocated',
      header: t('headcount.allocated'),
      align: 'right',
      inCard: true,
      cell: ({ total }) => <Figure value={total.allocated} />,
    },
    {
      id: 'present',
      header: t('headcount.present'),
      align: 'right',
      inCard: true,
      cell: ({ unit: child, own, total }) => (
        <Link to="/staff" search={{ unit: child.id, reach: own ? 'own' : undefined }}>
          <Figure value={total.present} />
        </Link>
      ),
    },
    {
      id: 'vacant',
      header: t('headcount.vacant'),
      align: 'right',
      inCard: true,
      cell: ({ total }) => <Balance value={total.vacant} />,
    },
    {
      id: 'promised',
      header: t('headcount.promised'),
      align: 'right',
      cell: ({ total }) => <Figure value={total.promised} />,
    },
    {
      id: 'recruitable',
      header: t('headcount.recruitable'),
      align: 'right',
      cell: ({ total }) => <Balance value={total.recruitable} />,
    },
  ];
  const answer = result[0].data?.headcountBreakdown;
  const only = unit === undefined && answer?.length === 1 ? answer[0] : undefined;
  // All that the reader may see hangs under one unit: its parts say more than a table of one row.
  if (only?.hasChildren) return <HeadcountBreakdown unit={only.unit.id} />;
  const count = answer?.length;
  return (
    <Panel
      title={t('headcount.byUnit')}
      flush
      extra={count !== undefined && <span>{t('common.rowCount', { count, text: formatNumber(count) })}</span>}
    >
      <QueryView result={result} skeleton={<SkeletonTable rows={8} />}>
        {({ headcountBreakdown: rows }) =>
          rows.length === 0 ? (
            <EmptyState title={t('headcount.noUnits')}>{t('headcount.noUnitsText')}</EmptyState>
          ) : (
            <DataTable
              caption={t('headcount.byUnit')}
              tall={rows.length > 15}
              columns={columns}
              rows={rows}
              rowKey={(row) => `${row.unit.id}-${row.own}`}
            />
          )
        }
      </QueryView>
    </Panel>
  );
}
