import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DocumentLink } from '@/components/legal-source';
import type { AlternativeFragment } from '@/gql/graphql';
import { differenceOf, divided } from '../alternatives';
import styles from './calculator.module.css';

interface AlternativeListProps {
  alternatives: readonly AlternativeFragment[];
  /** What came out under the readings that were taken, where it is money. */
  total?: number;
}

/** "Cách hiểu khác": where the law is open, what would come out under the readings that were not taken. */
export function AlternativeList({ alternatives, total }: AlternativeListProps) {
  const { t } = useTranslation();
  const { other, same } = divided(alternatives);
  if (alternatives.length === 0) return null;
  return (
    <section className={styles.stack} aria-label={t('calculator.alternatives.title')}>
      <h3>{t('calculator.alternatives.title')}</h3>
      <p className={styles.soft}>{t('calculator.alternatives.about')}</p>
      {other.length > 0 && <Readings readings={other} total={total} />}
      {same.length > 0 && (
        <details className={styles.rows}>
          <summary>{t('calculator.alternatives.same', { count: same.length })}</summary>
          <Readings readings={same} />
        </details>
      )}
    </section>
  );
}

function Readings({ readings, total }: { readings: readonly AlternativeFragment[]; total?: number }) {
  return (
    <ul className={styles.readings}>
      {readings.map((reading) => (
        <li key={`${reading.parameter} ${reading.reading}`}>
          <Reading alternative={reading} total={total} />
        </li>
      ))}
    </ul>
  );
}

function Reading({ alternative, total }: { alternative: AlternativeFragment; total?: number }) {
  const { t } = useTranslation();
  const { parameter, label, taken, reading, document, at, note, differs, result } = alternative;
  const difference = differenceOf(alternative, total);
  return (
    <>
      <Link to="/law/parameters/$parameterId" params={{ parameterId: parameter }}>
        {label}
      </Link>
      <dl className={styles.pairs}>
        <div>
          <dt>{t('calculator.alternatives.taken')}</dt>
          <dd>{taken}</dd>
        </div>
        <div>
          <dt>{t('calculator.alternatives.other')}</dt>
          <dd>
            {reading}
            {document && (
              <>
                {' · '}
                <DocumentLink document={document} at={at} />
              </>
            )}
            {note && <span className={styles.soft}> · {note}</span>}
          </dd>
        </div>
        {differs && (
          <div>
            <dt>{t('calculator.alternatives.result')}</dt>
            <dd>
              <strong>{result}</strong>
              {difference && ` (${t('calculator.alternatives.difference', { difference })})`}
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}
