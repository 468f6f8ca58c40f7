import { useTranslation } from 'react-i18next';
import { DecisionLink } from '@/components/decision-link';
import { Fact, Facts } from '@/components/ui/facts';
import { Text } from '@/components/ui/figure';
import type { ChoiceRowFragment } from '@/gql/graphql';
import { periodText } from '../period-text';
import { ChosenValue, LawBeside } from './choice-value';

/** A choice beside what the law says, before something is done with it. */
export function ChoiceFacts({ choice }: { choice: ChoiceRowFragment }) {
  const { t } = useTranslation();
  const { unit, decision } = choice;
  return (
    <Facts>
      <Fact label={t('law.choice.unit')}>
        <Text>{unit?.name}</Text>
      </Fact>
      <Fact label={t('law.choice.chosen')}>
        <ChosenValue choice={choice} />
      </Fact>
      <Fact label={t('law.choice.law')}>
        <LawBeside choice={choice} />
      </Fact>
      <Fact label={t('law.choice.period')}>{periodText(t, choice)}</Fact>
      <Fact label={t('decision.title')}>
        {decision ? <DecisionLink decision={decision} /> : <Text>{null}</Text>}
      </Fact>
    </Facts>
  );
}
