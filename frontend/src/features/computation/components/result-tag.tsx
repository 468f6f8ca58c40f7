import { useTranslation } from 'react-i18next';
import { Tag } from '@/components/ui/chip';
import type { ComputationResult } from '@/gql/graphql';

const tones = { ELIGIBLE: 'green', INELIGIBLE: 'plain', REFUSED: 'amber' } as const;

/** What a computation came to: owed, not owed, or not computed. */
export function ResultTag({ result }: { result: ComputationResult }) {
  const { t } = useTranslation();
  return <Tag tone={tones[result]}>{t(`computation.result.${result}`)}</Tag>;
}
