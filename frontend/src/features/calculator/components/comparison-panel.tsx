import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Chart } from '@/components/ui/chart';
import { Tag } from '@/components/ui/chip';
import { Choices } from '@/components/ui/choices';
import { DataTable, type Column } from '@/components/ui/data-table';
import { MonthPicker } from '@/components/ui/date-picker';
import { Text } from '@/components/ui/figure';
import { Field } from '@/components/ui/input';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { SeparationComparisonDocument } from '@/gql/graphql';
import { formatMoney } from '@/lib/number';
import { addMonths, firstOfMonth, formatMonth } from '../amounts';
import { allRegimes } from '../codes';
import { comparisonOf, type Comparison, type Outcome } from '../comparison';
import type { Values } from '../fields';
import { separationInput } from '../inputs';
import type { CalculatorSearch } from '../search';
import styles from './calculator.module.css';

interface ComparisonPanelProps {
  /** A case that is complete. */
  values: Values;
  search: Pick<CalculatorSearch, 'fromMonth' | 'toMonth' | 'regimes'>;
  onChange: (next: Pick<CalculatorSearch, 'fromMonth' | 'toMonth' | 'regimes'>) => void;
}

/** "Nếu nghỉ từ tháng …": the same case by month of leaving and, where one chooses them, under several regimes. */
export function ComparisonPanel({ values, search, onChange }: ComparisonPanelProps) {
  const { t, i18n } = useTranslation();
  const first = firstOfMonth(values.leavingDate!);
  const [fromMonth, setFrom] = useState<string | undefined>(search.fromMonth ?? first);
  const [toMonth, setTo] = useState<string | undefined>(search.toMonth ?? addMonths(first, 11));
  const asked = search.fromMonth !== undefined && search.toMonth !== undefined;
  // A forced regime is one of those compared, or stands alone where none are chosen.
  const { regime, ...rest } = values;
  const regimes = search.regimes ?? (regime === undefined ? undefined : [regime]);
  const result = useQuery({
    query: SeparationComparisonDocument,
    variables: {
      input: separationInput(rest),
      regimes,
      fromMonth: search.fromMonth ?? first,
      toMonth: search.toMonth ?? first,
      unit: values.unit,
      lang: i18n.language,
    },
    pause: !asked,
  });
  return (
    <Panel title={t('calculator.compare.title')}>
      <p className={styles.soft}>{t('calculator.compare.about')}</p>
      <form
        className={styles.compare}
        onSubmit={(event) => {
          event.preventDefault();
          onChange({ fromMonth, toMonth });
        }}
      >
        <Field label={t('calculator.compare.from')}>
          {(ids) => <MonthPicker {...ids} value={fromMonth} onChange={setFrom} />}
        </Field>
        <Field label={t('calculator.compare.to')}>
          {(ids) => <MonthPicker {...ids} value={toMonth} onChange={setTo} />}
        </Field>
        <Choices
          label={t('calculator.compare.regimes')}
          options={allRegimes.map((code) => ({ value: code, label: code }))}
          value={search.regimes ?? []}
          onChange={(chosen) => onChange({ regimes: chosen.length > 0 ? chosen : undefined })}
        />
        <Button htmlType="submit" disabled={fromMonth === undefined || toMonth === undefined}>
          {t('calculator.compare.start')}
        </Button>
      </form>
      {asked && (
        <QueryView result={result} skeleton={<SkeletonTable rows={12} />}>
          {({ separationComparison }) => <ComparisonTable comparison={comparisonOf(separationComparison)} />}
        </QueryView>
      )}
    </Panel>
  );
}

function ComparisonTable({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const { regimes, rows, highest } = comparison;
  const columns: Column<Comparison['rows'][number]>[] = [
    {
      id: 'month',
      header: t('calculator.compare.month'),
      cell: ({ month }) => formatMonth(month),
    },
    ...regimes.map((regime, index) => ({
      id: regime,
      header: regime,
      align: 'right' as const,
      inCard: true,
      cell: ({ outcomes }: Comparison['rows'][number]) => (
        <Total outcome={outcomes[index]} highest={highest} />
      ),
    })),
  ];
  return (
    <>
      <Chart
        label={t('calculator.compare.chart')}
        axis={t('calculator.compare.axis')}
        categories={rows.map(({ month }) => formatMonth(month))}
        series={regimes.map((regime, index) => ({
          name: regime,
          values: rows.map(({ outcomes }) => {
            const outcome = outcomes[index];
            return outcome?.eligible ? outcome.total : null;
          }),
        }))}
      />
      <DataTable
        caption={t('calculator.compare.title')}
        columns={columns}
        rows={rows}
        rowKey={({ month }) => month}
      />
    </>
  );
}

/** The total of one month and regime; the highest of all is marked, and what is not owed says so. */
function Total({ outcome, highest }: { outcome: Outcome | undefined; highest: number | undefined }) {
  const { t } = useTranslation();
  if (outcome === undefined) return <Text>{undefined}</Text>;
  if (!outcome.eligible) {
    const reasons = outcome.reasons.map(({ message }) => message).join(' ');
    return (
      <span className={styles.soft} title={reasons}>
        {t('calculator.compare.none')}
      </span>
    );
  }
  if (outcome.total !== highest) return <span className={styles.money}>{formatMoney(outcome.total)}</span>;
  return (
    <span className={styles.best}>
      <Tag tone="green">{t('calculator.compare.highest')}</Tag> {formatMoney(outcome.total)}
    </span>
  );
}
