import { getRouteApi } from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/components/ui/page';
import { Tabs } from '@/components/ui/tabs';
import { calculators, type Calculator } from '../codes';
import { PlacementView } from './placement-view';
import { RetirementView } from './retirement-view';
import { SeparationView } from './separation-view';
import { StepRaiseView } from './step-raise-view';

const route = getRouteApi('/inside/calculators');

const views: Record<Calculator, ComponentType> = {
  retirement: RetirementView,
  separation: SeparationView,
  stepRaise: StepRaiseView,
  placement: PlacementView,
};

/** The calculators, each for anybody's case: nothing is stored, the address is the case. */
export function CalculatorsView({ above }: { above?: ReactNode }) {
  const { t } = useTranslation();
  const { calc = 'retirement' } = route.useSearch();
  const navigate = route.useNavigate();
  const View = views[calc];
  return (
    <>
      <PageHeader above={above} title={t('common.nav.calculators')} detail={t('calculator.about')} />
      <Tabs
        label={t('calculator.tabs')}
        tabs={calculators.map((id) => ({ id, label: t(`calculator.title.${id}`) }))}
        value={calc}
        onChange={(next) => void navigate({ search: (before) => ({ ...before, calc: next }) })}
      >
        <View />
      </Tabs>
    </>
  );
}
