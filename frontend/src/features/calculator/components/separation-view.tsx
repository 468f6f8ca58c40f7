import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { SeparationBenefitDocument } from '@/gql/graphql';
import { separationInput } from '../inputs';
import { useCalculator } from '../use-calculator';
import { BenefitResult } from './benefit-result';
import { CalculatorPage } from './calculator-page';
import { ComparisonPanel } from './comparison-panel';

export function SeparationView() {
  const { t, i18n } = useTranslation();
  const { form, search, values, inputs, change } = useCalculator('separation');
  const result = useQuery({
    query: SeparationBenefitDocument,
    variables: { input: separationInput(values ?? {}), unit: values?.unit, lang: i18n.language },
    pause: values === undefined,
  });
  return (
    <CalculatorPage
      title={t('calculator.title.separation')}
      form={form}
      values={search}
      asked={values !== undefined}
      result={result}
      onSubmit={change}
    >
      {({ separationBenefit }) => (
        <>
          <BenefitResult outcome={separationBenefit} inputs={inputs} />
          {values && <ComparisonPanel values={values} search={search} onChange={change} />}
        </>
      )}
    </CalculatorPage>
  );
}
