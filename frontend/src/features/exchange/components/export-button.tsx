import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { DownloadIcon } from '@/components/ui/icons';
import { Notice } from '@/components/ui/notice';
import { isRunning, useJob } from '@/components/use-job';
import { useAsOf } from '@/lib/as-of';
import { problemFrom } from '@/lib/problem';
import { useMay } from '@/lib/viewer';
import { resultAddress, startExport } from '../api/files';
import { startListExport, type ExportList } from '../api/list-files';
import type { ImportKind } from '../search';

/** Makes a workbook of all there is of a kind, in the layout of its template. Absent for those who may not export. */
export function ExportButton({ kind }: { kind: ImportKind }) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const may = useMay(`exchange.${kind}:export`);
  if (!may) return null;
  return <WorkbookButton label={t('exchange.export.start')} begin={() => startExport(kind, asOf)} />;
}

interface ListExportProps {
  list: ExportList;
  /** The columns that the screen shows, in its order. */
  columns: readonly string[];
  /** What the path of the screen says of the list, and its address does not. */
  within?: Record<string, string>;
}

/** Makes a workbook of what the list shows: its filters, its order, its columns, every page of it. For those who may export. */
export function ListExport({ list, columns, within }: ListExportProps) {
  const { t } = useTranslation();
  const { searchStr } = useLocation();
  const may = useMay('exchange.list:export');
  if (!may) return null;
  const params = new URLSearchParams(searchStr);
  for (const [name, value] of Object.entries(within ?? {})) params.set(name, value);
  const search = params.toString();
  return (
    <WorkbookButton
      // A workbook that is ready is offered only beside the list that it holds.
      key={[listIn(search), ...columns].join(' ')}
      label={t('exchange.export.list')}
      begin={() => startListExport(list, search, columns)}
    />
  );
}

/** The address without the page one is at and the panel that is open: what the list holds. */
function listIn(search: string): string {
  const params = new URLSearchParams(search);
  for (const name of ['after', 'skip', 'open']) params.delete(name);
  return params.toString();
}

/** Starts the job, shows that it runs, and offers its workbook. */
function WorkbookButton({ label, begin }: { label: string; begin: () => Promise<string> }) {
  const { t } = useTranslation();
  const [jobId, setJobId] = useState<string>();
  const [failure, setFailure] = useState<string>();
  const { job } = useJob(jobId);
  const busy = jobId !== undefined && (job === undefined || isRunning(job.state));

  async function start() {
    setFailure(undefined);
    try {
      setJobId(await begin());
    } catch (error) {
      const problem = problemFrom(error);
      setFailure(problem.message || t(`common.error.${problem.code}`));
    }
  }

  return (
    <>
      {failure !== undefined && <Notice tone="error">{failure}</Notice>}
      {job && (
        <span role="status">
          {isRunning(job.state) ? (
            `${job.stepText} ${job.total > 0 ? `${Math.floor((100 * job.done) / job.total)} %` : ''}`
          ) : job.hasResult ? (
            <a href={resultAddress(job.id)} download>
              <DownloadIcon /> {t('exchange.export.ready')}
            </a>
          ) : (
            (job.problem ?? t('exchange.export.failed'))
          )}
        </span>
      )}
      <Button icon={<DownloadIcon />} loading={busy} onClick={() => void start()}>
        {label}
      </Button>
    </>
  );
}
