import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/lib/problem';
import { Button } from './button';
import { WhyButton } from './hidden';
import { Notice } from './notice';
import styles from './states.module.css';

interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** It stands for the whole page, so that its title is the page's. */
  page?: boolean;
}

/** Says why there is nothing here and what can be done about it. */
export function EmptyState({ title, children, action, page = false }: EmptyStateProps) {
  const Heading = page ? 'h1' : 'h2';
  return (
    <div className={styles.empty}>
      <Heading>{title}</Heading>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

const notRetried = new Set(['FORBIDDEN', 'NOT_FOUND', 'BAD_INPUT', 'RULE_VIOLATION', 'NOT_COVERED']);

/** Says what happened and that nothing was saved; offers another try where one can help. */
export function ErrorState({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  const { t } = useTranslation();
  const retry = onRetry !== undefined && !notRetried.has(problem.code);
  return (
    <Notice
      tone="error"
      title={t(
        problem.code === 'INTERNAL' && problem.message
          ? 'common.error.title'
          : `common.error.${problem.code}`,
      )}
      action={retry && <Button onClick={onRetry}>{t('common.retry')}</Button>}
    >
      {problem.message} {problem.grant !== undefined && <WhyButton grant={problem.grant} />}
    </Notice>
  );
}
