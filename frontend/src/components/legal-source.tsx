import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/components/ui/chip';
import type { LegalSourceRefFragment } from '@/gql/graphql';
import styles from './legal-source.module.css';

const marks = {
  OFFICIAL_TEXT: 'green',
  SECONDARY: 'plain',
  UNVERIFIED: 'amber',
  LOCAL_CHOICE: 'amber',
} as const;

type Mark = keyof typeof marks;

function isMark(confidence: string): confidence is Mark {
  return confidence in marks;
}

/** How sure a figure is: read in the text itself, read elsewhere, not checked, or one reading of an open law. */
export function ConfidenceMark({ confidence }: { confidence: string }) {
  const { t } = useTranslation();
  if (!isMark(confidence)) return <Tag>{confidence}</Tag>;
  return (
    <span title={t(`law.confidenceLong.${confidence}`)}>
      <Tag tone={marks[confidence]}>{t(`law.confidence.${confidence}`)}</Tag>
    </span>
  );
}

/** The number of a document as a link to its page, with the article where there is one. */
export function DocumentLink({ document, at }: { document: string; at?: string | null }) {
  return (
    <>
      <Link to="/law/documents/$number" params={{ number: document }} className={styles.document}>
        {document}
      </Link>
      {at && <span className={styles.at}>, {at}</span>}
    </>
  );
}

/** What a figure or a step rests on: document, article, and a mark where it was not read in the text itself. */
export function LegalSourceChip({ source }: { source: LegalSourceRefFragment }) {
  return (
    <span className={styles.chip}>
      <span>
        <DocumentLink document={source.document} at={source.at} />
      </span>
      {source.confidence !== 'OFFICIAL_TEXT' && <ConfidenceMark confidence={source.confidence} />}
    </span>
  );
}

/** Several sources, each once, in the order they come. */
export function LegalSources({ sources }: { sources: readonly LegalSourceRefFragment[] }) {
  const { t } = useTranslation();
  const unique = new Map(sources.map((source) => [`${source.document}|${source.at ?? ''}`, source]));
  if (unique.size === 0) return null;
  return (
    <ul className={styles.list} aria-label={t('law.sources')}>
      {[...unique].map(([key, source]) => (
        <li key={key}>
          <LegalSourceChip source={source} />
        </li>
      ))}
    </ul>
  );
}
