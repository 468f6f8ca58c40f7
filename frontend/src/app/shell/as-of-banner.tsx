import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useAsOf, useSetAsOf } from '@/lib/as-of';
import { formatDay, today } from '@/lib/day';

/** Says on every page that what is shown is not today's. */
export function AsOfBanner() {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const setAsOf = useSetAsOf();
  const now = today();
  if (asOf === now) return null;
  const day = formatDay(asOf);
  const past = asOf < now;
  return (
    <Notice
      tone="warning"
      action={<Button onClick={() => setAsOf(undefined)}>{t('common.asOf.backToToday')}</Button>}
    >
      <strong>{past ? t('common.asOf.past', { day }) : t('common.asOf.future', { day })}</strong>{' '}
      {t(past ? 'common.asOf.pastHint' : 'common.asOf.futureHint')}
    </Notice>
  );
}
