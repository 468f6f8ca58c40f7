import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Tag } from '@/components/ui/chip';
import { Text } from '@/components/ui/figure';
import { LawValueDocument, type ChoiceRowFragment, type RuleChoiceState } from '@/gql/graphql';
import { formatAmount } from '../amount';

type Choice = Pick<
  ChoiceRowFragment,
  'parameter' | 'measure' | 'value' | 'choice' | 'choiceLabel' | 'lawValue' | 'from'
>;

/** What is chosen: a number with its unit, an option by its name, or the law again. */
export function ChosenValue({ choice: { measure, value, choice, choiceLabel } }: { choice: Choice }) {
  const { t } = useTranslation();
  if (value != null) return <>{formatAmount(t, value, measure)}</>;
  return <>{choiceLabel ?? choice ?? t('law.choice.backToLaw')}</>;
}

/** What the law says on the first day of a choice. */
export function LawBeside({ choice }: { choice: Choice }) {
  const { t } = useTranslation();
  const { lawValue, measure } = choice;
  if (lawValue == null) return <Text>{null}</Text>;
  return measure === 'choice' ? <NamedOption choice={choice} /> : <>{formatAmount(t, lawValue, measure)}</>;
}

/** The option of the law by its name, which a choice does not carry. */
function NamedOption({ choice: { parameter, from, lawValue } }: { choice: Choice }) {
  const { i18n } = useTranslation();
  const [{ data }] = useQuery({
    query: LawValueDocument,
    variables: { id: parameter, on: from, lang: i18n.language },
    requestPolicy: 'cache-first',
  });
  return <>{data?.ruleParameter?.text ?? lawValue}</>;
}

const tones = { PROPOSED: 'amber', APPROVED: 'green', REFUSED: 'red', WITHDRAWN: 'plain' } as const;

export function ChoiceState({ state }: { state: RuleChoiceState }) {
  const { t } = useTranslation();
  return <Tag tone={tones[state]}>{t(`law.choiceState.${state}`)}</Tag>;
}
