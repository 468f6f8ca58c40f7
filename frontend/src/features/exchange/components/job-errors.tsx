import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui/states';
import { VirtualTable } from '@/components/ui/virtual-table';
import { Text } from '@/components/ui/figure';
import { SkeletonTable } from '@/components/ui/skeleton';
import { formatNumber } from '@/lib/number';
import { useJobErrors } from '../api/use-job-errors';

/** Every mistake of a workbook: where it stands, what stands there, why it cannot be taken. */
export function JobErrors({ jobId, total }: { jobId: string; total: number }) {
  const { t } = useTranslation();
  const { rows, problem, more } = useJobErrors(jobId);
  if (problem && rows.length === 0) return <ErrorState problem={problem} onRetry={() => void more()} />;
  if (rows.length === 0) return <SkeletonTable rows={8} />;
  return (
    <>
      <p role="status">
        {t('common.pager.range', { from: 1, to: formatNumber(rows.length), total: formatNumber(total) })}
      </p>
      <VirtualTable
        caption={t('exchange.errors.caption')}
        rows={rows}
        total={total}
        onNearEnd={more}
        columns={[
          {
            id: 'sheet',
            header: t('exchange.errors.sheet'),
            width: 'minmax(90px, 140px)',
            cell: ({ sheet }) => sheet,
          },
          {
            id: 'row',
            header: t('exchange.errors.row'),
            width: '70px',
            cell: ({ row }) => formatNumber(row),
          },
          {
            id: 'column',
            header: t('exchange.errors.column'),
            width: 'minmax(110px, 180px)',
            cell: ({ column }) => column,
          },
          {
            id: 'value',
            header: t('exchange.errors.value'),
            width: 'minmax(110px, 200px)',
            cell: ({ value }) => <Text>{value}</Text>,
          },
          {
            id: 'why',
            header: t('exchange.errors.why'),
            width: 'minmax(240px, 1fr)',
            cell: ({ message }) => message,
          },
        ]}
      />
    </>
  );
}
