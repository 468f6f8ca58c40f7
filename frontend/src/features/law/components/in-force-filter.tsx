import { useTranslation } from 'react-i18next';
import { DatePicker } from '@/components/ui/date-picker';
import { formatDay } from '@/lib/day';
import styles from './law.module.css';

interface InForceFilterProps {
  on: string | undefined;
  onChange: (day: string | undefined) => void;
}

/** Only what is in force on a day. */
export function InForceFilter({ on, onChange }: InForceFilterProps) {
  const { t } = useTranslation();
  return (
    <label className={styles.line}>
      {t('law.filter.on')}
      <DatePicker value={on} onChange={onChange} allowClear />
    </label>
  );
}

/** The chip of a list that shows only what is in force on a day. */
export function useInForceChip(on: string | undefined, onRemove: () => void) {
  const { t } = useTranslation();
  return on === undefined ? [] : [{ label: t('law.filter.onDay', { day: formatDay(on) }), onRemove }];
}
