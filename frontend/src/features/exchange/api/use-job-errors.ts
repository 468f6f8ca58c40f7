import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { JobErrorsDocument, type JobErrorsQuery } from '@/gql/graphql';
import { problemOf, type Problem } from '@/lib/problem';

export type JobErrorRow = NonNullable<JobErrorsQuery['job']>['errors']['edges'][number]['node'];

const pageSize = 100;

/** The mistakes of a job, page by page: `more` asks for the next page when the reader comes near the end. */
export function useJobErrors(jobId: string) {
  const client = useClient();
  const { i18n } = useTranslation();
  const [rows, setRows] = useState<JobErrorRow[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const next = useRef<{ after?: string; done: boolean; busy: boolean }>({ done: false, busy: false });

  const more = useCallback(async () => {
    const state = next.current;
    if (state.done || state.busy) return;
    state.busy = true;
    const { data, error } = await client.query(
      JobErrorsDocument,
      { id: jobId, first: pageSize, after: state.after, lang: i18n.language },
      { requestPolicy: 'network-only' },
    );
    state.busy = false;
    if (error || !data?.job) {
      setProblem(error ? problemOf(error) : { code: 'NOT_FOUND', message: '' });
      return;
    }
    const { edges, pageInfo } = data.job.errors;
    setProblem(undefined);
    state.after = pageInfo.endCursor ?? undefined;
    state.done = !pageInfo.hasNextPage;
    setRows((before) => [...before, ...edges.map(({ node }) => node)]);
  }, [client, jobId, i18n.language]);

  useEffect(() => {
    next.current = { done: false, busy: false };
    setRows([]);
    void more();
  }, [more]);

  return { rows, problem, more };
}
