import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/lib/number';
import styles from './figure.module.css';

/** A count. Absent is a dash, zero is "0". */
export function Figure({ value }: { value: number | null | undefined }) {
  const { t } = useTranslation();
  if (value == null) {
    return (
      <span className={styles.absent}>
        <span aria-hidden>–</span>
        <span className="visually-hidden">{t('common.figure.absent')}</span>
      </span>
    );
  }
  return <span className={styles.figure}>{formatNumber(value)}</span>;
}

/** Posts not used or still open for recruitment: a negative one is over the quota, red and said in a word. */
export function Balance({ value }: { value: number | null | undefined }) {
  const { t } = useTranslation();
  if (value == null || value >= 0) return <Figure value={value} />;
  return (
    <span className={styles.over}>
      <small>{t('common.figure.over')}</small> {formatNumber(value)}
    </span>
  );
}

/** Text of a record; an empty one is a dash. */
export function Text({ children }: { children: string | number | null | undefined }) {
  return children == null || children === '' ? <Figure value={null} /> : <>{children}</>;
}
