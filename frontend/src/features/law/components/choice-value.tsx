import { useTranslation } from 'react-i18next';
import { Tag } from '@/components/ui/chip';
import { Text } from '@/components/ui/figure';
import type { ChoiceRowFragment, RuleChoiceState } from '@/gql/graphql';
import { formatAmount } from '../amount';
import { useParameter } from './parameter-select';

type Choice = Pick<
  ChoiceRowFragment,
  'parameter' | 'measure' | 'value' | 'choice' | 'choiceLabel' | 'lawValue'
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
  const { parameter, lawValue, measure } = choice;
  if (lawValue == null) return <Text>{null}</Text>;
  if (measure === 'choice') return <NamedOption parameter={parameter} code={lawValue} />;
  return <>{formatAmount(t, lawValue, measure)}</>;
}

/** The option of the law by its name, which a choice does not carry. */
function NamedOption({ parameter, code }: { parameter: string; code: string }) {
  const { t } = useTranslation();
  const named = useParameter(parameter);
  if (named === undefined) return <>{t('common.loading')}</>;
  return <>{named?.options.find((option) => option.code === code)?.label ?? code}</>;
}

const tones = { PROPOSED: 'amber', APPROVED: 'green', REFUSED: 'red', WITHDRAWN: 'plain' } as const;

export function ChoiceState({ state }: { state: RuleChoiceState }) {
  const { t } = useTranslation();
  return <Tag tone={tones[state]}>{t(`law.choiceState.${state}`)}</Tag>;
}
