import { useEffect } from 'react';
import { JobProgress } from '@/components/job-progress';
import { SkeletonText } from '@/components/ui/skeleton';
import { ErrorState } from '@/components/ui/states';
import { isRunning, useJob } from '@/components/use-job';
import { problemOf } from '@/lib/problem';

/** A job under way, asked until it has ended; then the page asks for what came of it. */
export function RunningJob({ jobId, onEnd }: { jobId: string; onEnd: () => void }) {
  const { job, error, retry } = useJob(jobId);
  const ended = job !== undefined && !isRunning(job.state);
  useEffect(() => {
    if (ended) onEnd();
  }, [ended, onEnd]);
  if (error) {
    return <ErrorState problem={problemOf(error)} onRetry={() => retry({ requestPolicy: 'network-only' })} />;
  }
  return job && !ended ? <JobProgress job={job} /> : <SkeletonText rows={3} />;
}
