import styles from './progress.module.css';

interface ProgressProps {
  label: string;
  done: number;
  /** 0 while the whole is not known. */
  total: number;
}

export function Progress({ label, done, total }: ProgressProps) {
  return (
    <div className={styles.box}>
      <progress
        aria-label={label}
        className={styles.bar}
        {...(total > 0 ? { value: done, max: total } : {})}
      />
      <span>{total > 0 ? `${Math.floor((100 * done) / total)} %` : ''}</span>
    </div>
  );
}
