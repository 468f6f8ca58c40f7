import { useTranslation } from 'react-i18next';
import { DataTable } from '@/components/ui/data-table';
import { Tile, Tiles } from '@/components/ui/facts';
import { Figure } from '@/components/ui/figure';
import { Panel } from '@/components/ui/page';
import type { ComputationBatchQuery } from '@/gql/graphql';
import { formatMoney, formatNumber } from '@/lib/number';
import { ResultTag } from './result-tag';
import styles from './computation.module.css';

type Totals = NonNullable<ComputationBatchQuery['computationBatch']>['totals'];

/** What a batch comes to, and of how many people which reason stands against it. */
export function BatchTotals({ totals }: { totals: Totals }) {
  const { t } = useTranslation();
  const { count, eligible, ineligible, refused, total, byReason } = totals;
  return (
    <>
      <Panel title={t('computation.totals.title')}>
        <div className={styles.stack}>
          <Tiles>
            <Tile label={t('computation.column.total')}>{formatMoney(total)}</Tile>
          </Tiles>
          <Tiles>
            <Tile label={t('computation.column.count')}>{formatNumber(count)}</Tile>
            <Tile label={t('computation.result.ELIGIBLE')}>{formatNumber(eligible)}</Tile>
            <Tile label={t('computation.result.INELIGIBLE')}>{formatNumber(ineligible)}</Tile>
            <Tile label={t('computation.result.REFUSED')}>{formatNumber(refused)}</Tile>
          </Tiles>
        </div>
      </Panel>
      {byReason.length > 0 && (
        <Panel flush title={t('computation.totals.byReason')}>
          <DataTable
            caption={t('computation.totals.byReason')}
            rows={[...byReason]}
            rowKey={({ code, result }) => `${result}-${code}`}
            columns={[
              { id: 'reason', header: t('computation.column.reason'), cell: ({ text }) => text },
              {
                id: 'result',
                header: t('computation.column.result'),
                inCard: true,
                cell: ({ result }) => <ResultTag result={result} />,
              },
              {
                id: 'count',
                header: t('computation.column.count'),
                align: 'right',
                inCard: true,
                cell: (row) => <Figure value={row.count} />,
              },
            ]}
          />
        </Panel>
      )}
    </>
  );
}
