import { useTranslation } from 'react-i18next';
import { Tag } from '@/components/ui/chip';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import type { ReviewListQuery, ReviewRowFragment } from '@/gql/graphql';
import { formatDay, today } from '@/lib/day';
import styles from './admin.module.css';

export function ReviewProgress({ review }: { review: ReviewRowFragment }) {
  const { t } = useTranslation();
  return (
    <div className={styles.progress}>
      <Progress
        label={t('admin.review.progressOf', { title: review.title })}
        done={review.total - review.open}
        total={review.total}
      />
    </div>
  );
}

/** The day by which all must be decided, and a word once it has passed with something left open. */
export function ReviewDue({ review: { dueOn, open } }: { review: ReviewRowFragment }) {
  const { t } = useTranslation();
  const late = open > 0 && dueOn < today();
  return (
    <div className={styles.lines}>
      {formatDay(dueOn)}
      {late && <Tag tone="red">{t('admin.review.late')}</Tag>}
      {open === 0 && <Tag tone="green">{t('admin.review.finished')}</Tag>}
    </div>
  );
}

/** Says that grants have waited too long for a campaign, to whoever may start one. */
export function ReviewReminder({ due }: { due: NonNullable<ReviewListQuery['grantReviewDue']> }) {
  const { t } = useTranslation();
  return (
    <Notice tone="warning">
      {t('admin.review.overdue', { count: due.grants, days: due.days, since: formatDay(due.since) })}
    </Notice>
  );
}
