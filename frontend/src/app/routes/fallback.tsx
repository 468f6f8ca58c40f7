import type { ErrorComponentProps } from '@tanstack/react-router';
import { Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState, EmptyState } from '@/components/ui/states';
import { SkeletonPage } from '@/components/ui/skeleton';
import { ProblemError } from '@/lib/problem';
import styles from './fallback.module.css';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <main className={styles.page}>
      <EmptyState
        page
        title={t('common.notFound.title')}
        action={<Link to="/">{t('common.notFound.home')}</Link>}
      >
        {t('common.notFound.text')}
      </EmptyState>
    </main>
  );
}

export function RouteErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const problem =
    error instanceof ProblemError ? error.problem : ({ code: 'INTERNAL', message: '' } as const);
  function retry() {
    reset();
    void router.invalidate();
  }
  return <ErrorState problem={problem} onRetry={retry} />;
}

export function RoutePending() {
  return <SkeletonPage />;
}
