import { useTranslation } from 'react-i18next';
import type { ImpactHeadFragment } from '@/gql/graphql';
import { figureText } from '../impact-words';
import { Turned } from './turned';

type Changed = Pick<ImpactHeadFragment, 'parameter' | 'row' | 'column' | 'supposed' | 'lawValue'>;

/** What the law says and what is supposed in its place; or that what was kept is held against the law as it stands. */
export function ImpactChange({ impact }: { impact: Changed }) {
  const { t } = useTranslation();
  const { supposed, lawValue } = impact;
  if (supposed == null) return <>{t('law.impact.asItStands')}</>;
  const before = lawValue == null ? t('law.impact.silent') : figureText(t, impact, lawValue);
  return (
    <Turned
      before={before}
      after={figureText(t, impact, supposed)}
      words={impact.parameter.unit === 'choice'}
    />
  );
}
