import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { RetirementDocument } from '@/gql/graphql';
import { retirementInput } from '../inputs';
import { useCalculator } from '../use-calculator';
import { CalculatorPage } from './calculator-page';
import { RetirementResult } from './retirement-result';

export function RetirementView() {
  const { t, i18n } = useTranslation();
  const { form, search, values, inputs, change } = useCalculator('retirement');
  const result = useQuery({
    query: RetirementDocument,
    variables: { input: retirementInput(values ?? {}), unit: values?.unit, lang: i18n.language },
    pause: values === undefined,
  });
  return (
    <CalculatorPage
      title={t('calculator.title.retirement')}
      form={form}
      values={search}
      asked={values !== undefined}
      result={result}
      onSubmit={change}
    >
      {({ retirement }) => <RetirementResult outcome={retirement} inputs={inputs} />}
    </CalculatorPage>
  );
}
