import { useTranslation } from 'react-i18next';
import { DecisionLink } from '@/components/decision-link';
import { Tag } from '@/components/ui/chip';
import { Text } from '@/components/ui/figure';
import type { ChoiceRowFragment } from '@/gql/graphql';
import { codeLabel } from '@/lib/code-label';
import styles from './law.module.css';

/** The decision that a choice names, and what speaks against it: it is not in force, or says nothing of the parameter. */
export function ChoiceGround({ choice }: { choice: ChoiceRowFragment }) {
  const { t } = useTranslation();
  const { decision, namedByDecision } = choice;
  if (!decision) return <Text>{null}</Text>;
  return (
    <>
      <DecisionLink decision={decision} />
      {decision.state !== 'ISSUED' && <Tag tone="red">{codeLabel(t, 'decisionState', decision.state)}</Tag>}
      {!namedByDecision && <span className={styles.soft}>{t('law.choice.notNamed')}</span>}
    </>
  );
}
