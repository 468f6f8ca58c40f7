import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { RunningJob } from '@/components/running-job';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonPage } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { isRunning } from '@/components/use-job';
import { ImpactDocument, type ImpactHeadFragment } from '@/gql/graphql';
import { formatInstant } from '@/lib/day';
import { ImpactFacts } from './impact-facts';
import { ImpactRows } from './impact-rows';
import { ImpactTotals } from './impact-totals';
import { LawNav } from './law-nav';

const route = getRouteApi('/inside/law/impacts/$impactId');

/** What a change of the law makes of the computations that are kept: what is supposed, how far the job is, and what comes out. */
export function ImpactView() {
  const { t, i18n } = useTranslation();
  const { impactId } = route.useParams();
  const result = useQuery({
    query: ImpactDocument,
    variables: { id: impactId, lang: i18n.language },
    requestPolicy: 'cache-and-network',
  });
  const execute = result[1];
  const onEnd = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  return (
    <QueryView result={result} skeleton={<SkeletonPage />}>
      {({ lawImpact }) =>
        lawImpact ? (
          <ImpactDetail impact={lawImpact} onEnd={onEnd} />
        ) : (
          <EmptyState page title={t('common.error.NOT_FOUND')}>
            {t('law.impact.notFound')}
          </EmptyState>
        )
      }
    </QueryView>
  );
}

function ImpactDetail({ impact, onEnd }: { impact: ImpactHeadFragment; onEnd: () => void }) {
  const { t } = useTranslation();
  const { parameter, createdBy, createdAt, job, totals } = impact;
  return (
    <>
      <PageHeader
        above={<LawNav />}
        title={t('law.impact.title', { label: parameter.label })}
        detail={t('law.impact.made', { by: createdBy, at: formatInstant(createdAt) })}
      />
      <ImpactFacts impact={impact} />
      {job && isRunning(job.state) ? (
        <RunningJob jobId={job.id} onEnd={onEnd} />
      ) : job && job.state !== 'SUCCEEDED' ? (
        <Unfinished job={job} />
      ) : totals.read === 0 ? (
        <EmptyState title={t('law.impact.none')}>{t('law.impact.noneText')}</EmptyState>
      ) : (
        <>
          <ImpactTotals totals={totals} />
          <ImpactRows impactId={impact.id} changed={totals.changed} />
        </>
      )}
    </>
  );
}

/** Why there is nothing: the job was stopped, or it could not be done. */
function Unfinished({ job: { state, problem } }: { job: NonNullable<ImpactHeadFragment['job']> }) {
  const { t } = useTranslation();
  if (state === 'CANCELLED') {
    return (
      <Notice tone="warning" title={t('law.impact.cancelled')}>
        {t('law.impact.again')}
      </Notice>
    );
  }
  return (
    <Notice tone="error" title={t('law.impact.failed')}>
      {problem ?? t('law.impact.again')}
    </Notice>
  );
}
