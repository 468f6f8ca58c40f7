import { useTranslation } from 'react-i18next';
import { useMutation } from 'urql';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import { CancelJobDocument, type JobProgressFragment } from '@/gql/graphql';
import { codeLabel } from '@/lib/code-label';

/** A job that is waiting or at work: what it is doing, how far it is, and the way to stop it. */
export function JobProgress({ job }: { job: JobProgressFragment }) {
  const { t } = useTranslation();
  const [{ fetching: cancelling }, cancel] = useMutation(CancelJobDocument);
  return (
    <Notice
      tone="info"
      title={job.stepText || codeLabel(t, 'jobState', job.state)}
      action={
        <Button
          loading={cancelling}
          onClick={() => void cancel({ input: { clientRequestId: crypto.randomUUID(), id: job.id } })}
        >
          {t('common.job.stop')}
        </Button>
      }
    >
      <Progress label={job.stepText || t('common.job.progress')} done={job.done} total={job.total} />
    </Notice>
  );
}
