import { DownloadIcon } from '@/components/ui/icons';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { FileInput } from '@/components/ui/file-input';
import { PageHeader, Panel, Toolbar } from '@/components/ui/page';
import { Select } from '@/components/ui/select';
import { SkeletonText } from '@/components/ui/skeleton';
import { EmptyState, ErrorState } from '@/components/ui/states';
import { isRunning, useJob } from '@/components/use-job';
import { ProblemError, problemOf, type Problem } from '@/lib/problem';
import { useViewer } from '@/lib/viewer';
import { startImport, templateAddress } from '../api/files';
import { importKinds, type ImportKind } from '../search';
import { JobErrors } from './job-errors';
import { JobOutcome } from './job-outcome';
import { RecentJobs } from './recent-jobs';

const route = getRouteApi('/inside/exchange/import');

/** What the person may bring in, in the order in which the files build on one another. */
function useAllowedKinds(): ImportKind[] {
  const { permissions } = useViewer();
  return importKinds.filter((kind) => permissions.includes(`exchange.${kind}:import`));
}

export function ImportView({ onApplied }: { onApplied: () => void }) {
  const { t } = useTranslation();
  const kinds = useAllowedKinds();
  if (kinds.length === 0) {
    return (
      <EmptyState page title={t('common.error.FORBIDDEN')}>
        {t('exchange.noRight')}
      </EmptyState>
    );
  }
  return <ImportSteps kinds={kinds} onApplied={onApplied} />;
}

function ImportSteps({ kinds, onApplied }: { kinds: ImportKind[]; onApplied: () => void }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [file, setFile] = useState<File>();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const { job, error, retry } = useJob(search.job);
  const kind = search.kind !== undefined && kinds.includes(search.kind) ? search.kind : kinds[0]!;
  const running = isRunning(job?.state);
  const dryRun = search.mode !== 'apply';
  const clean = job?.state === 'SUCCEEDED' && job.errorCount === 0;
  const applied = clean && !dryRun;

  // What was imported changes what every other page shows.
  const told = useRef<string>(undefined);
  useEffect(() => {
    // Once per job: what follows makes this page ask for the job again.
    if (!applied || told.current === search.job) return;
    told.current = search.job;
    onApplied();
  }, [applied, onApplied, search.job]);

  async function send(mode: 'check' | 'apply') {
    if (file === undefined) return;
    setSending(true);
    setProblem(undefined);
    try {
      const id = await startImport(kind, file, mode === 'check');
      await navigate({ search: (before) => ({ ...before, kind, job: id, mode }) });
    } catch (failure) {
      setProblem(failure instanceof ProblemError ? failure.problem : { code: 'INTERNAL', message: '' });
    }
    setSending(false);
  }

  function choose(next: File | undefined) {
    setFile(next);
    setProblem(undefined);
    void navigate({ search: (before) => ({ ...before, job: undefined, mode: undefined }) });
  }

  return (
    <>
      <PageHeader title={t('common.nav.import')} detail={t('exchange.subtitle')} />
      <Panel title={t('exchange.step.kind')}>
        <Toolbar>
          <Select
            aria-label={t('exchange.step.kind')}
            width={280}
            value={kind}
            options={kinds.map((value) => ({ value, label: t(`exchange.kind.${value}`) }))}
            onChange={(next) => {
              setFile(undefined);
              void navigate({ search: (before) => ({ asOf: before.asOf, kind: next }) });
            }}
            disabled={running}
          />
          <a href={templateAddress(kind)} download>
            <DownloadIcon /> {t('exchange.template')}
          </a>
        </Toolbar>
        <p>{t(`exchange.about.${kind}`)}</p>
      </Panel>
      <Panel title={t('exchange.step.file')}>
        <FileInput
          label={t('exchange.chooseFile')}
          hint={t('exchange.fileHint')}
          accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          file={file}
          onChange={choose}
          disabled={running || sending}
        />
      </Panel>
      <Panel title={t('exchange.step.check')}>
        <Toolbar>
          <Button
            kind={clean ? 'default' : 'primary'}
            disabled={file === undefined || running}
            loading={sending && dryRun}
            onClick={() => void send('check')}
          >
            {t('exchange.check')}
          </Button>
          <Button
            kind={clean && dryRun ? 'primary' : 'default'}
            disabled={file === undefined || !clean || !dryRun}
            onClick={() => void send('apply')}
          >
            {t('exchange.apply')}
          </Button>
          {clean && dryRun && file === undefined && <span>{t('exchange.chooseAgain')}</span>}
        </Toolbar>
        {problem && <ErrorState problem={problem} />}
        {error && (
          <ErrorState problem={problemOf(error)} onRetry={() => retry({ requestPolicy: 'network-only' })} />
        )}
        {search.job !== undefined && !job && !error && <SkeletonText rows={2} />}
        {job && <JobOutcome job={job} dryRun={dryRun} />}
      </Panel>
      {job && job.errorCount > 0 && !running && (
        <Panel title={t('exchange.errors.title')}>
          <JobErrors key={job.id} jobId={job.id} total={job.errorCount} />
        </Panel>
      )}
      <RecentJobs key={`${job?.id}-${job?.state}`} />
    </>
  );
}
