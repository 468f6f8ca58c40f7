import { DownloadIcon } from '@/components/ui/icons';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '@/components/job-progress';
import { Notice } from '@/components/ui/notice';
import { isRunning } from '@/components/use-job';
import type { JobProgressFragment } from '@/gql/graphql';
import { formatNumber } from '@/lib/number';
import { resultAddress } from '../api/files';

/** How far a job is, or how it ended. */
export function JobOutcome({ job, dryRun }: { job: JobProgressFragment; dryRun: boolean }) {
  const { t } = useTranslation();
  if (isRunning(job.state)) return <JobProgress job={job} />;
  if (job.state === 'CANCELLED') {
    return <Notice tone="warning" title={t('exchange.outcome.cancelled')} />;
  }
  if (job.errorCount > 0 || job.state === 'REFUSED') {
    return (
      <Notice
        tone="error"
        title={t('exchange.outcome.refused', { count: job.errorCount, text: formatNumber(job.errorCount) })}
        action={
          job.hasResult && (
            <a href={resultAddress(job.id)} download>
              <DownloadIcon /> {t('exchange.outcome.errorBook')}
            </a>
          )
        }
      >
        {job.problem ?? t('exchange.outcome.nothingSaved')}
      </Notice>
    );
  }
  if (job.state === 'FAILED') {
    return (
      <Notice tone="error" title={t('exchange.outcome.failed')}>
        {job.problem ?? t('exchange.outcome.nothingSaved')}
      </Notice>
    );
  }
  const counts = {
    rows: formatNumber(job.rowCount ?? 0),
    changed: formatNumber(job.changedCount ?? 0),
  };
  return (
    <Notice tone="success" title={t(dryRun ? 'exchange.outcome.clean' : 'exchange.outcome.applied')}>
      {t(dryRun ? 'exchange.outcome.cleanText' : 'exchange.outcome.appliedText', counts)}
    </Notice>
  );
}
