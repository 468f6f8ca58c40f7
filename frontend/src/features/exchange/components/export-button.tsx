import { DownloadIcon } from '@/components/ui/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useAsOf } from '@/lib/as-of';
import { ProblemError } from '@/lib/problem';
import { useMay } from '@/lib/viewer';
import { resultAddress, startExport } from '../api/files';
import { isRunning, useJob } from '../api/use-job';
import type { ImportKind } from '../search';

/** Makes a workbook of all there is of a kind; when it is ready, offers it. Absent for those who may not export. */
export function ExportButton({ kind }: { kind: ImportKind }) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const may = useMay(`exchange.${kind}:export`);
  const [jobId, setJobId] = useState<string>();
  const [failure, setFailure] = useState<string>();
  const { job } = useJob(jobId);
  const busy = jobId !== undefined && (job === undefined || isRunning(job.state));
  if (!may) return null;

  async function start() {
    setFailure(undefined);
    try {
      setJobId(await startExport(kind, asOf));
    } catch (error) {
      const problem = error instanceof ProblemError ? error.problem : undefined;
      setFailure(problem?.message || t(`common.error.${problem?.code ?? 'INTERNAL'}`));
    }
  }

  return (
    <>
      {failure !== undefined && <Notice tone="error">{failure}</Notice>}
      {job && !isRunning(job.state) && (
        <span role="status">
          {job.hasResult ? (
            <a href={resultAddress(job.id)} download>
              <DownloadIcon /> {t('exchange.export.ready')}
            </a>
          ) : (
            (job.problem ?? t('exchange.export.failed'))
          )}
        </span>
      )}
      <Button icon={<DownloadIcon />} loading={busy} onClick={() => void start()}>
        {t('exchange.export.start')}
      </Button>
    </>
  );
}
