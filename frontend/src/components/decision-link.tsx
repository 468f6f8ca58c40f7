import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DecisionRefFragment } from '@/gql/graphql';

/** "1612/QĐ-UBND"; undefined while the document office has given no number. */
export function decisionNumber({ number, symbol }: { number?: string | null; symbol?: string | null }) {
  if (!number) return undefined;
  return symbol && !number.includes('/') ? `${number}/${symbol}` : number;
}

/** The number of the decision behind a fact, as a link to it; nothing where a fact came without one. */
export function DecisionLink({ decision }: { decision: DecisionRefFragment | null | undefined }) {
  const { t } = useTranslation();
  if (!decision) return null;
  const number = decisionNumber(decision);
  return (
    <Link to="/decision/$decisionId" params={{ decisionId: decision.id }}>
      {number === undefined ? t('decision.noNumber') : t('decision.short', { number })}
    </Link>
  );
}
