import { useTranslation } from 'react-i18next';
import { LegalSourceChip } from '@/components/legal-source';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Fact, Facts, Tile, Tiles } from '@/components/ui/facts';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/page';
import type { BenefitResultFragment } from '@/gql/graphql';
import { formatDay } from '@/lib/day';
import { formatDecimal, formatMoney, formatNumber } from '@/lib/number';
import { sourceText, titleOf, type Sheet } from '../sheet';
import type { Line } from '../words';
import { AlternativeList } from './alternative-list';
import { ResultActions } from './result-actions';
import styles from './calculator.module.css';

interface BenefitResultProps {
  outcome: BenefitResultFragment;
  inputs: readonly Line[];
  /** Whose it is; absent for a case that was only put in. */
  name?: string;
  /** The day it was made, where it was kept since. */
  madeOn?: string;
}

type Item = BenefitResultFragment['items'][number];
/** An item, or the total under them. */
type Row = Partial<Item> & Pick<Item, 'amount'>;

/** What somebody is owed when they leave, item by item, or why they are owed nothing. */
export function BenefitResult({ outcome, inputs, name, madeOn }: BenefitResultProps) {
  const { t } = useTranslation();
  const sheet = { ...sheetOf(t, outcome, inputs, name), madeOn };
  // The salary stands above as a figure of its own; on paper it is one of the lines.
  const facts = sheet.results.filter(([label]) => label !== t('calculator.result.monthlyBase'));
  const { eligible, reasons, items, regime, regimeCode } = outcome;
  return (
    <Panel title={t('calculator.result.title')} extra={<LegalSourceChip source={regime} />}>
      {reasons.length > 0 || !eligible ? (
        <Notice
          tone={eligible ? 'info' : 'warning'}
          title={t(eligible ? 'calculator.result.limits' : 'calculator.result.notEligible')}
        >
          <ul className={styles.reasons}>
            {reasons.map(({ code, message, source }) => (
              <li key={code}>
                {message} {source && <LegalSourceChip source={source} />}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <Tiles>
        {eligible && (
          <Tile
            label={t('calculator.result.total')}
            note={t('calculator.result.byRegime', { regime: regimeCode })}
          >
            {formatMoney(outcome.total)}
          </Tile>
        )}
        <Tile label={t('calculator.result.monthlyBase')}>{formatMoney(outcome.monthlyBase)}</Tile>
      </Tiles>
      {items.length > 0 && <Items items={items} total={outcome.total} />}
      <Facts>
        {facts.map(([label, value]) => (
          <Fact key={label} label={label}>
            {value}
          </Fact>
        ))}
      </Facts>
      <ResultActions sheet={sheet} />
      <AlternativeList alternatives={outcome.alternatives} total={outcome.total} />
    </Panel>
  );
}

function Items({ items, total }: { items: readonly Item[]; total: number }) {
  const { t } = useTranslation();
  const columns: Column<Row>[] = [
    {
      id: 'label',
      header: t('calculator.result.item'),
      cell: ({ label }) => label ?? t('calculator.result.total'),
    },
    {
      id: 'months',
      header: t('calculator.result.months'),
      align: 'right',
      inCard: true,
      cell: ({ months }) => months && formatDecimal(months),
    },
    {
      id: 'amount',
      header: t('calculator.result.amount'),
      align: 'right',
      inCard: true,
      cell: ({ amount }) => <span className={styles.money}>{formatMoney(amount)}</span>,
    },
    {
      id: 'source',
      header: t('calculator.result.source'),
      inCard: true,
      cell: ({ source }) => source && <LegalSourceChip source={source} />,
    },
  ];
  return (
    <DataTable<Row>
      caption={t('calculator.result.items')}
      columns={columns}
      rows={[...items, { amount: total }]}
      rowKey={({ code }) => code ?? 'total'}
      isTotal={({ code }) => code === undefined}
    />
  );
}

function sheetOf(
  t: ReturnType<typeof useTranslation>['t'],
  outcome: BenefitResultFragment,
  inputs: readonly Line[],
  name: string | undefined,
): Sheet {
  const { averageBase, earlyMonths, earlyYears } = outcome;
  const years = (text: string) => t('calculator.unit.years', { text: formatDecimal(text) });
  const results: Line[] = [
    [t('calculator.result.regime'), sourceText(t, outcome.regime)],
    [t('calculator.result.leavingDate'), formatDay(outcome.leavingDate)],
    [t('calculator.result.monthlyBase'), formatMoney(outcome.monthlyBase)],
  ];
  if (averageBase != null) results.push([t('calculator.result.averageBase'), formatMoney(averageBase)]);
  if (earlyMonths != null) {
    const text = t('calculator.unit.months', { text: formatNumber(earlyMonths) });
    results.push([t('calculator.result.earlyMonths'), text]);
  }
  if (earlyYears != null) results.push([t('calculator.result.earlyYears'), years(earlyYears)]);
  results.push([t('calculator.result.insuredYears'), years(outcome.insuredYears)]);
  return {
    title: titleOf(t('calculator.title.separation'), name),
    inputs,
    results,
    reasons: outcome.reasons.map(({ message, source }) =>
      source ? `${message} (${sourceText(t, source)})` : message,
    ),
    items: outcome.items.map(({ label, months, amount, source }) => ({
      label,
      months: t('calculator.unit.months', { text: formatDecimal(months) }),
      amount: formatMoney(amount),
      source,
    })),
    total: outcome.eligible ? formatMoney(outcome.total) : undefined,
    trace: outcome.trace,
    bases: outcome.legalBases,
    alternatives: outcome.alternatives,
  };
}
