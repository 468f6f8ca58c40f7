import { getRouteApi } from '@tanstack/react-router';
import type { CombinedError } from '@urql/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnitName } from '@/components/unit-select';
import { problemOf } from '@/lib/problem';
import type { Calculator } from './codes';
import type { Refusal } from './components/calculator-form';
import { forms, type Section, type Values } from './fields';
import { completeValues, placeOf } from './form';
import type { CalculatorSearch } from './search';
import { inputLines } from './words';

const route = getRouteApi('/inside/calculators');

/** The form of one calculator as the address fills it in. */
export function useCalculator(calc: Calculator) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const form = forms[calc];
  const values = completeValues(form, search);
  const unitName = useUnitName(values?.unit);
  return {
    form,
    search,
    /** What is computed from: undefined while something that the form needs is missing. */
    values,
    inputs: values === undefined ? [] : inputLines(t, form, values, unitName),
    change: (next: Partial<CalculatorSearch>) =>
      void navigate({ search: (before) => ({ ...before, ...next, calc }) }),
  };
}

/** What the server refused, in place: the same object for the same answer, so that an edit can lift it. */
export function useRefusal(
  form: readonly Section[],
  values: Values,
  error: CombinedError | undefined,
): Refusal | undefined {
  const { t } = useTranslation();
  return useMemo(() => {
    if (error === undefined) return undefined;
    const problem = problemOf(error);
    return {
      place: placeOf(form, problem.field, values),
      message: problem.message || t(`common.error.${problem.code}`),
    };
  }, [error, form, values, t]);
}
