import { LeftIcon, RightIcon } from '@/components/ui/icons';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/lib/number';
import { Button } from './button';
import { Select } from './select';
import styles from './pager.module.css';

interface PagerProps {
  /** Rows before this page, rows on it, and in all. */
  skipped: number;
  shown: number;
  total: number;
  onFirst?: () => void;
  onNext?: () => void;
  size?: number;
  sizes?: readonly number[];
  onSize?: (size: number) => void;
}

/** "1-50 of 41,544", the way to the next page and back to the first; further back is the browser's Back. */
export function Pager({ skipped, shown, total, onFirst, onNext, size, sizes, onSize }: PagerProps) {
  const { t } = useTranslation();
  const range =
    shown === 0
      ? t('common.pager.none')
      : t('common.pager.range', {
          from: formatNumber(skipped + 1),
          to: formatNumber(skipped + shown),
          total: formatNumber(total),
        });
  return (
    <div className={styles.pager}>
      <span role="status">{range}</span>
      {(onFirst || onNext) && (
        <span className={styles.moves}>
          <Button icon={<LeftIcon />} disabled={!onFirst} onClick={onFirst}>
            {t('common.pager.first')}
          </Button>
          <Button icon={<RightIcon />} disabled={!onNext} onClick={onNext}>
            {t('common.pager.next')}
          </Button>
        </span>
      )}
      {sizes && onSize && (
        <Select
          aria-label={t('common.pager.size')}
          width={120}
          value={String(size)}
          options={sizes.map((item) => ({
            value: String(item),
            label: t('common.pager.rows', { count: item }),
          }))}
          onChange={(value) => onSize(Number(value))}
        />
      )}
    </div>
  );
}
