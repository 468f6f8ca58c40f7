import { useTranslation } from 'react-i18next';
import styles from './skeleton.module.css';

/** Grey bars in the shape of what is coming; read aloud once as "loading". */
function Skeleton({ rows, className }: { rows: number; className?: string }) {
  const { t } = useTranslation();
  return (
    <div className={className} role="status" data-skeleton>
      <span className="visually-hidden">{t('common.loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={styles.bar} aria-hidden />
      ))}
    </div>
  );
}

export function SkeletonTable({ rows = 10 }: { rows?: number }) {
  return <Skeleton rows={rows} className={styles.table} />;
}

export function SkeletonText({ rows = 3 }: { rows?: number }) {
  return <Skeleton rows={rows} className={styles.text} />;
}

export function SkeletonTiles({ tiles = 4 }: { tiles?: number }) {
  return <Skeleton rows={tiles} className={styles.tiles} />;
}

export function SkeletonPage() {
  return (
    <>
      <SkeletonText rows={1} />
      <SkeletonTable rows={12} />
    </>
  );
}
