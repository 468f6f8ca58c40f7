import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { GradePlacementDocument, type GradePlacementQuery } from '@/gql/graphql';
import { formatDay } from '@/lib/day';
import { formatCoefficient, formatNumber } from '@/lib/number';
import { placementInput } from '../inputs';
import { basesOf, type Sheet } from '../sheet';
import { useCalculator } from '../use-calculator';
import type { Line } from '../words';
import { CalculatorPage } from './calculator-page';
import { SheetPanel } from './sheet-panel';

export function PlacementView() {
  const { t, i18n } = useTranslation();
  const { form, search, values, inputs, change } = useCalculator('placement');
  const result = useQuery({
    query: GradePlacementDocument,
    variables: { input: placementInput(values ?? {}), unit: values?.unit, lang: i18n.language },
    pause: values === undefined,
  });
  return (
    <CalculatorPage
      title={t('calculator.title.placement')}
      form={form}
      values={search}
      asked={values !== undefined}
      result={result}
      onSubmit={change}
    >
      {({ gradePlacement }) => <PlacementResult outcome={gradePlacement} inputs={inputs} />}
    </CalculatorPage>
  );
}

function PlacementResult({
  outcome,
  inputs,
}: {
  outcome: GradePlacementQuery['gradePlacement'];
  inputs: readonly Line[];
}) {
  const { t } = useTranslation();
  const results: Line[] = [
    [t('calculator.result.step'), formatNumber(outcome.step)],
    [t('calculator.result.coefficient'), formatCoefficient(outcome.coefficient)],
    [t('calculator.result.reserve'), formatCoefficient(outcome.reserveCoefficient)],
    [t('calculator.result.countsFrom'), formatDay(outcome.nextRaiseCountsFrom)],
  ];
  const sheet: Sheet = {
    title: t('calculator.title.placement'),
    inputs,
    results,
    trace: outcome.trace,
    bases: basesOf(outcome.trace),
    alternatives: outcome.alternatives,
  };
  return <SheetPanel sheet={sheet} />;
}
