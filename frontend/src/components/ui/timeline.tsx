import type { ReactNode } from 'react';
import styles from './timeline.module.css';

export interface TimelineItem {
  key: string;
  date: string;
  text: ReactNode;
  detail?: ReactNode;
  /** Replaced by a later correction: shown struck through. */
  superseded?: boolean;
}

/** One vertical stream of dated facts, newest first. */
export function Timeline({ label, items }: { label: string; items: TimelineItem[] }) {
  return (
    <ol aria-label={label} className={styles.list}>
      {items.map(({ key, date, text, detail, superseded }) => (
        <li key={key} className={styles.item}>
          <span className={styles.date}>{date}</span>
          <div>
            <div>{superseded ? <del>{text}</del> : text}</div>
            {detail !== undefined && <div className={styles.detail}>{detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
