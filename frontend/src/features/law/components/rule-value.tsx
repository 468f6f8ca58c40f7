import { useTranslation } from 'react-i18next';
import { ConfidenceMark, DocumentLink } from '@/components/legal-source';
import type { RuleValuePartsFragment } from '@/gql/graphql';
import { spoken } from '../amount';
import styles from './law.module.css';

/** Where a value stands, how sure it is, and what is to be known beside it. */
export function ValueAuthority({ value }: { value: RuleValuePartsFragment }) {
  const { t } = useTranslation();
  const { source, note, alternatives, unit } = value;
  return (
    <>
      <div className={styles.line}>
        <span>
          <DocumentLink document={source.document} at={source.at} />
        </span>
        <ConfidenceMark confidence={source.confidence} />
      </div>
      {note && <div>{note}</div>}
      {alternatives.length > 0 && (
        <>
          <div>{t('law.alternatives')}</div>
          <ul className={styles.list}>
            {alternatives.map((alternative) => (
              <li key={alternative.value}>
                {spoken(t, { ...alternative, unit })}
                {alternative.document && (
                  <>
                    {' · '}
                    <DocumentLink document={alternative.document} at={alternative.at} />
                  </>
                )}
                {alternative.note && ` · ${alternative.note}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
