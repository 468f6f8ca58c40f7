import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '@/components/ui/facts';
import { Panel } from '@/components/ui/page';
import { UnitLink } from '@/components/unit-link';
import type { ImpactHeadFragment } from '@/gql/graphql';
import { cellText } from '../impact-words';
import { periodText } from '../period-text';
import { ImpactChange } from './impact-change';

/** What is supposed, in words: which figure, what it was and becomes, on which days and for whom. */
export function ImpactFacts({ impact }: { impact: ImpactHeadFragment }) {
  const { t } = useTranslation();
  const { parameter, unit, supposed } = impact;
  const cell = cellText(t, impact);
  return (
    <Panel title={t(supposed == null ? 'law.impact.compared.present' : 'law.impact.supposition')}>
      <Facts>
        <Fact label={t('law.parameter')}>
          <Link to="/law/parameters/$parameterId" params={{ parameterId: parameter.id }}>
            {parameter.label}
          </Link>
        </Fact>
        {cell && <Fact label={t('law.impact.cell')}>{cell}</Fact>}
        {supposed != null && (
          <Fact label={t('law.impact.change')}>
            <ImpactChange impact={impact} />
          </Fact>
        )}
        <Fact label={t('law.choice.period')}>{periodText(t, impact)}</Fact>
        <Fact label={t('law.impact.whom')}>
          {unit ? (
            <>
              <UnitLink unit={unit} /> {t('law.impact.andBelow')}
            </>
          ) : (
            t('law.impact.everywhere')
          )}
        </Fact>
      </Facts>
    </Panel>
  );
}
