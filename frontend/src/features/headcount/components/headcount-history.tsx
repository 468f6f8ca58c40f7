import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Chart, type ChartSeries } from '@/components/ui/chart';
import { DataTable } from '@/components/ui/data-table';
import { Balance, Figure } from '@/components/ui/figure';
import { Columns, Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { HeadcountSeriesDocument, type HeadcountSeriesQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { yearEnds } from '../year-ends';

type Point = HeadcountSeriesQuery['headcountSeries'][number];

/** Posts and people at the end of each year up to the day looked at: a chart and, beside it, its figures. */
export function HeadcountHistory({ unit }: { unit: string | undefined }) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const days = useMemo(() => yearEnds(asOf), [asOf]);
  const result = useQuery({ query: HeadcountSeriesDocument, variables: { days, unit } });
  return (
    <Panel title={t('headcount.history.title')}>
      <QueryView result={result} skeleton={<SkeletonTable rows={8} />}>
        {({ headcountSeries }) => <History points={headcountSeries} />}
      </QueryView>
    </Panel>
  );
}

function History({ points }: { points: Point[] }) {
  const { t } = useTranslation();
  const series: ChartSeries[] = [
    { name: t('headcount.allocated'), values: points.map(({ total }) => total.allocated) },
    { name: t('headcount.present'), values: points.map(({ total }) => total.present) },
  ];
  return (
    <Columns>
      <Chart
        label={t('headcount.history.label')}
        axis={t('headcount.history.axis')}
        categories={points.map(({ day }) => formatDay(day))}
        series={series}
      />
      <DataTable
        caption={t('headcount.history.title')}
        rows={points}
        rowKey={({ day }) => day}
        columns={[
          { id: 'day', header: t('headcount.history.day'), cell: ({ day }) => formatDay(day) },
          {
            id: 'allocated',
            header: t('headcount.allocated'),
            align: 'right',
            cell: ({ total }) => <Figure value={total.allocated} />,
          },
          {
            id: 'present',
            header: t('headcount.present'),
            align: 'right',
            cell: ({ total }) => <Figure value={total.present} />,
          },
          {
            id: 'vacant',
            header: t('headcount.vacant'),
            align: 'right',
            cell: ({ total }) => <Balance value={total.vacant} />,
          },
        ]}
      />
    </Columns>
  );
}
