import { CloseIcon } from '@/components/ui/icons';
import { useTranslation } from 'react-i18next';
import styles from './chip.module.css';

/** A filter that is in force, with the way to lift it. */
export function FilterChip({ label, onRemove }: { label: string; onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <span className={styles.chip}>
      {label}
      <button type="button" onClick={onRemove} aria-label={t('common.filter.remove', { label })}>
        <CloseIcon />
      </button>
    </span>
  );
}

export function Tag({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'red' | 'amber' | 'green';
  children: string;
}) {
  return <span className={`${styles.tag} ${styles[tone]}`}>{children}</span>;
}
