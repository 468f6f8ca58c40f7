import { useTranslation } from 'react-i18next';
import styles from './law.module.css';

interface TurnedProps {
  before: string;
  /** Undefined where nothing changes. */
  after: string | undefined;
  /** Names of options, which may be long; figures stay in one line. */
  words?: boolean;
}

/** What was and what becomes of it. The arrow is said in a word. */
export function Turned({ before, after, words = false }: TurnedProps) {
  const { t } = useTranslation();
  const part = words ? undefined : styles.figure;
  if (after === undefined) return <span className={part}>{before}</span>;
  return (
    <span>
      <span className={part}>{before}</span> <span aria-hidden>→</span>
      <span className="visually-hidden">{t('law.impact.becomes')}</span>{' '}
      <strong className={part}>{after}</strong>
    </span>
  );
}
