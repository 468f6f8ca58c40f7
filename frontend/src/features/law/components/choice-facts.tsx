import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '@/components/ui/facts';
import { Text } from '@/components/ui/figure';
import type { ChoiceRowFragment } from '@/gql/graphql';
import { periodText } from '../period-text';
import { ChoiceGround } from './choice-ground';
import { ChosenValue, LawBeside } from './choice-value';
import styles from './law.module.css';

/** A choice beside what the law says, before something is done with it. */
export function ChoiceFacts({ choice }: { choice: ChoiceRowFragment }) {
  const { t } = useTranslation();
  const { unit } = choice;
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
        <div className={styles.lines}>
          <ChoiceGround choice={choice} />
        </div>
      </Fact>
    </Facts>
  );
}
