import { useTranslation } from 'react-i18next';
import { DatePicker } from '@/components/ui/date-picker';
import { useAsOf, useSetAsOf } from '@/lib/as-of';
import { beforeTwoTiers, endOfLastYear, today } from '@/lib/day';
import styles from './as-of-bar.module.css';

export function AsOfBar() {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const setAsOf = useSetAsOf();
  const now = today();
  const presets = [
    { label: t('common.asOf.today'), day: now },
    { label: t('common.asOf.endOfLastYear'), day: endOfLastYear(now) },
    { label: t('common.asOf.beforeTwoTiers'), day: beforeTwoTiers },
  ];
  return (
    <div className={styles.bar}>
      <label htmlFor="as-of">{t('common.asOf.label')}</label>
      <DatePicker
        id="as-of"
        value={asOf}
        onChange={setAsOf}
        presets={presets}
        status={asOf === now ? undefined : 'warning'}
      />
    </div>
  );
}
