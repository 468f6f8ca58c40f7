import { getRouteApi } from '@tanstack/react-router';
import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { RunningJob } from '@/components/running-job';
import { Fact, Facts } from '@/components/ui/facts';
import { Notice } from '@/components/ui/notice';
import { PageHeader, Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonPage } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { isRunning } from '@/components/use-job';
import { ComputationBatchDocument, type ComputationBatchQuery } from '@/gql/graphql';
import { formatInstant } from '@/lib/day';
import { BatchRows } from './batch-rows';
import { BatchTotals } from './batch-totals';
import { ComputationNav } from './computation-nav';

const route = getRouteApi('/inside/calculators/batches/$batchId');

type Batch = NonNullable<ComputationBatchQuery['computationBatch']>;

interface BatchViewProps {
  /** What can be done with the list of computations. */
  actions?: ReactNode;
}

/** One list of people computed at once: of whom and what, how far it is, what it comes to, and each computation. */
export function BatchView({ actions }: BatchViewProps) {
  const { t, i18n } = useTranslation();
  const { batchId } = route.useParams();
  const result = useQuery({
    query: ComputationBatchDocument,
    variables: { id: batchId, lang: i18n.language },
    requestPolicy: 'cache-and-network',
  });
  const execute = result[1];
  const onEnd = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  return (
    <QueryView result={result} skeleton={<SkeletonPage />}>
      {({ computationBatch }) =>
        computationBatch ? (
          <BatchDetail batch={computationBatch} actions={actions} onEnd={onEnd} />
        ) : (
          <EmptyState page title={t('common.error.NOT_FOUND')}>
            {t('computation.batch.notFound')}
          </EmptyState>
        )
      }
    </QueryView>
  );
}

function BatchDetail({ batch, actions, onEnd }: BatchViewProps & { batch: Batch; onEnd: () => void }) {
  const { t } = useTranslation();
  const { title, filter, ask, createdBy, createdAt, job, totals } = batch;
  const done = totals.count > 0;
  return (
    <>
      <PageHeader
        above={<ComputationNav />}
        title={title}
        detail={t('computation.madeBy', { by: createdBy, at: formatInstant(createdAt) })}
        actions={done && actions}
      />
      <Panel>
        <Facts>
          <Fact label={t('computation.batch.filter')}>{filter}</Fact>
          <Fact label={t('computation.batch.ask')}>{ask}</Fact>
        </Facts>
      </Panel>
      {done ? (
        <>
          <BatchTotals totals={totals} />
          <BatchRows batchId={batch.id} />
        </>
      ) : (
        <NothingYet job={job} onEnd={onEnd} />
      )}
    </>
  );
}

/** Why a batch has nothing to show: it is at work, it came to nothing, or its people are out of the reader's sight. */
function NothingYet({ job, onEnd }: { job: Batch['job']; onEnd: () => void }) {
  const { t } = useTranslation();
  if (job && isRunning(job.state)) return <RunningJob jobId={job.id} onEnd={onEnd} />;
  if (job?.state === 'CANCELLED') return <Notice tone="warning" title={t('computation.batch.cancelled')} />;
  if (job && job.state !== 'SUCCEEDED') {
    return (
      <Notice tone="error" title={t('computation.batch.failed')}>
        {job.problem ?? t('computation.batch.nothingKept')}
      </Notice>
    );
  }
  return <EmptyState title={t('computation.batch.none')}>{t('computation.batch.noneText')}</EmptyState>;
}
