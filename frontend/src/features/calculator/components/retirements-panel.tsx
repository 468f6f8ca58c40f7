import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable } from '@/components/ui/data-table';
import { Figure } from '@/components/ui/figure';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { RetirementsDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { addMonths } from '../amounts';

/** How many months ahead each row looks: the papers of a retirement are due half and a quarter of a year before it. */
const periods = { decision: 3, notice: 6, year: 12 } as const;
const rows = ['decision', 'notice', 'year'] as const;

/** "Sắp nghỉ hưu": how many retire soon, and whose papers are due; each count opens the people. */
export function RetirementsPanel() {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const to = (row: keyof typeof periods) => addMonths(asOf, periods[row]);
  const result = useQuery({
    query: RetirementsDocument,
    variables: { asOf, from: asOf, decision: to('decision'), notice: to('notice'), year: to('year') },
  });
  return (
    <Panel title={t('calculator.retirements.title')} flush>
      <QueryView result={result} skeleton={<SkeletonTable rows={3} />}>
        {(data) => (
          <DataTable
            caption={t('calculator.retirements.title')}
            rows={[...rows]}
            rowKey={(row) => row}
            columns={[
              {
                id: 'what',
                header: t('calculator.retirements.what'),
                cell: (row) => (
                  <Link to="/staff" search={{ retiresFrom: asOf, retiresTo: to(row), sort: 'BIRTH_DATE' }}>
                    {t(`calculator.retirements.${row}`)}
                  </Link>
                ),
              },
              {
                id: 'until',
                header: t('calculator.retirements.until'),
                inCard: true,
                cell: (row) => formatDay(to(row)),
              },
              {
                id: 'count',
                header: t('calculator.retirements.count'),
                align: 'right',
                inCard: true,
                cell: (row) => <Figure value={data[row].totalCount} />,
              },
            ]}
          />
        )}
      </QueryView>
    </Panel>
  );
}
