import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { JobDocument } from '@/gql/graphql';

const pause = 1000;

export function isRunning(state: string | undefined): boolean {
  return state === 'QUEUED' || state === 'RUNNING';
}

/** A job as it goes on: asked again every second until it has ended. */
export function useJob(id: string | undefined) {
  const { i18n } = useTranslation();
  const [result, execute] = useQuery({
    query: JobDocument,
    variables: { id: id ?? '', lang: i18n.language },
    pause: id === undefined,
    requestPolicy: 'network-only',
  });
  const job = result.data?.job;
  const mine = job != null && job.id === id ? job : undefined;
  const running = isRunning(mine?.state);

  useEffect(() => {
    if (!running || result.fetching) return;
    const timer = setTimeout(() => execute({ requestPolicy: 'network-only' }), pause);
    return () => clearTimeout(timer);
  }, [running, result.fetching, result.data, execute]);

  return { job: mine, error: result.error, retry: execute };
}
