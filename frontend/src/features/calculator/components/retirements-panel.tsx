import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable } from '@/components/ui/data-table';
import { Figure } from '@/components/ui/figure';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { RetirementMonthsDocument, RetirementsDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { addMonths } from '../amounts';

/** A period from the day on: its length in months, and what is due for those who retire within it. */
interface Period {
  of: 'decision' | 'notice' | 'year';
  months: number;
}

/** How far ahead those who retire are counted, whatever papers are due. */
const year: Period = { of: 'year', months: 12 };

/** "Sắp nghỉ hưu": how many retire soon, and whose papers are due by the law of the day; each count opens the people. */
export function RetirementsPanel() {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({ query: RetirementMonthsDocument, variables: { on: asOf } });
  return (
    <Panel title={t('calculator.retirements.title')} flush>
      <QueryView result={result} skeleton={<SkeletonTable rows={3} />}>
        {({ notice, decision }) => (
          <RetirementsTable
            asOf={asOf}
            periods={[
              ...(decision ? [{ of: 'decision' as const, months: Number(decision.value) }] : []),
              ...(notice ? [{ of: 'notice' as const, months: Number(notice.value) }] : []),
              year,
            ]}
          />
        )}
      </QueryView>
    </Panel>
  );
}

/** The counts of periods. Where no rule is loaded for the papers of a day, there is no period of theirs. */
function RetirementsTable({ asOf, periods }: { asOf: string; periods: Period[] }) {
  const { t } = useTranslation();
  const to = (of: Period['of']) => addMonths(asOf, periods.find((p) => p.of === of)?.months ?? 0);
  const result = useQuery({
    query: RetirementsDocument,
    variables: { asOf, from: asOf, decision: to('decision'), notice: to('notice'), year: to('year') },
  });
  return (
    <QueryView result={result} skeleton={<SkeletonTable rows={3} />}>
      {(data) => (
        <DataTable
          caption={t('calculator.retirements.title')}
          rows={periods}
          rowKey={({ of }) => of}
          columns={[
            {
              id: 'what',
              header: t('calculator.retirements.what'),
              cell: ({ of, months }) => (
                <Link to="/staff" search={{ retiresFrom: asOf, retiresTo: to(of), sort: 'BIRTH_DATE' }}>
                  {t(`calculator.retirements.${of}`, { months })}
                </Link>
              ),
            },
            {
              id: 'until',
              header: t('calculator.retirements.until'),
              inCard: true,
              cell: ({ of }) => formatDay(to(of)),
            },
            {
              id: 'count',
              header: t('calculator.retirements.count'),
              align: 'right',
              inCard: true,
              cell: ({ of }) => <Figure value={data[of].totalCount} />,
            },
          ]}
        />
      )}
    </QueryView>
  );
}
