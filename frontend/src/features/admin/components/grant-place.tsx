import { useTranslation } from 'react-i18next';
import { Tag } from '@/components/ui/chip';
import { Text } from '@/components/ui/figure';
import type { GrantRowFragment } from '@/gql/graphql';
import { formatDay, formatInstant, today } from '@/lib/day';
import { periodText, phaseOf } from '../grant-text';
import styles from './admin.module.css';

type Grant = Pick<GrantRowFragment, 'from' | 'to' | 'reviewedAt' | 'reviewedBy' | 'reviewDueOn'>;

/** From when to when a grant holds, and a word when that is not now. */
export function GrantPeriod({ grant }: { grant: Pick<Grant, 'from' | 'to'> }) {
  const { t } = useTranslation();
  const phase = phaseOf(grant, today());
  return (
    <div className={styles.lines}>
      {periodText(t, grant)}
      {phase !== 'inForce' && <Tag>{t(`admin.phase.${phase}`)}</Tag>}
    </div>
  );
}

/** Who confirmed a grant last, and the review that still waits for a decision on it. */
export function GrantReviewed({ grant }: { grant: Grant }) {
  const { t } = useTranslation();
  const { reviewedAt, reviewedBy, reviewDueOn } = grant;
  if (!reviewedAt && !reviewDueOn) return <Text>{undefined}</Text>;
  const day = reviewDueOn && formatDay(reviewDueOn);
  return (
    <div className={styles.lines}>
      {reviewedAt && (
        <span>
          {reviewedBy
            ? t('admin.grant.reviewedBy', { by: reviewedBy, at: formatInstant(reviewedAt) })
            : formatInstant(reviewedAt)}
        </span>
      )}
      {reviewDueOn && reviewDueOn >= today() && (
        <span className={styles.soft}>{t('admin.grant.reviewDue', { day })}</span>
      )}
      {reviewDueOn && reviewDueOn < today() && <Tag tone="amber">{t('admin.grant.reviewLate', { day })}</Tag>}
    </div>
  );
}
