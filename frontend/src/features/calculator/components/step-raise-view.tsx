import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { StepRaiseDocument } from '@/gql/graphql';
import { stepRaiseInput } from '../inputs';
import { useCalculator } from '../use-calculator';
import { CalculatorPage } from './calculator-page';
import { StepRaiseResult } from './step-raise-result';

export function StepRaiseView() {
  const { t, i18n } = useTranslation();
  const { form, search, values, inputs, change } = useCalculator('stepRaise');
  const result = useQuery({
    query: StepRaiseDocument,
    variables: { input: stepRaiseInput(values ?? {}), unit: values?.unit, lang: i18n.language },
    pause: values === undefined,
  });
  return (
    <CalculatorPage
      title={t('calculator.title.stepRaise')}
      form={form}
      values={search}
      asked={values !== undefined}
      result={result}
      onSubmit={change}
    >
      {({ stepRaise }) => <StepRaiseResult outcome={stepRaise} inputs={inputs} />}
    </CalculatorPage>
  );
}
