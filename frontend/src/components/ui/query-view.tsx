import type { CombinedError } from '@urql/core';
import type { ReactNode } from 'react';
import { problemOf } from '@/lib/problem';
import styles from './query-view.module.css';
import { ErrorState } from './states';

interface QueryViewProps<Data> {
  result: readonly [
    { data?: Data; error?: CombinedError; fetching: boolean; stale: boolean },
    (options: { requestPolicy: 'network-only' }) => void,
  ];
  /** What stands in the place while loading: the same shape as what comes. */
  skeleton: ReactNode;
  /** Keeps the answer to the question before, greyed, while the next one loads; for lists that are paged or filtered. */
  keep?: boolean;
  /** The answer takes the rest of the page's height and scrolls inside itself. */
  fill?: boolean;
  children: (data: Data) => ReactNode;
}

/**
 * The four faces of a request: loading, failed, failed in part, answered. While another question loads, urql still
 * holds the answer to the one before: it is never shown as if it belonged to the new date or unit.
 */
export function QueryView<Data>({
  result,
  skeleton,
  keep = false,
  fill = false,
  children,
}: QueryViewProps<Data>) {
  const [{ data, error, fetching, stale }, execute] = result;
  const waiting = fetching && !stale;
  if (waiting && (data === undefined || !keep)) return skeleton;
  const retry = () => execute({ requestPolicy: 'network-only' });
  const problem = error && problemOf(error);
  if (problem && data == null) return <ErrorState problem={problem} onRetry={retry} />;
  if (data == null) return skeleton;
  // A thing that is not there comes as null, and its place says so better than a notice above it.
  const partly = problem && problem.code !== 'NOT_FOUND';
  return (
    <>
      {partly && <ErrorState problem={problem} onRetry={retry} />}
      <div className={fill ? styles.fill : styles.answer} aria-busy={waiting}>
        {children(data)}
      </div>
    </>
  );
}
