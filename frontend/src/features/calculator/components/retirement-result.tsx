import { useTranslation } from 'react-i18next';
import type { RetirementResultFragment } from '@/gql/graphql';
import { formatDay } from '@/lib/day';
import { formatAge } from '../amounts';
import { basesOf, titleOf, type ResultFrame, type Sheet } from '../sheet';
import type { Line } from '../words';
import { SheetPanel } from './sheet-panel';

interface RetirementResultProps extends ResultFrame {
  /** Of a person without the other readings: the record says when, the calculator what is open. */
  outcome: Omit<RetirementResultFragment, 'alternatives'> &
    Partial<Pick<RetirementResultFragment, 'alternatives'>>;
  inputs: readonly Line[];
  /** Of a person: by when the papers must be out. */
  dues?: { noticeDueOn: string | null; decisionDueOn: string | null };
}

/** When somebody retires, at which age, and why. */
export function RetirementResult({ outcome, inputs, title, extra, name, dues }: RetirementResultProps) {
  const { t } = useTranslation();
  const age = formatAge(t, outcome.ageYears, outcome.ageMonths);
  const results: Line[] = [
    [t('calculator.result.pensionFrom'), formatDay(outcome.pensionFrom)],
    [t('calculator.result.lastDay'), formatDay(outcome.lastDay)],
    [t('calculator.result.retirementAge'), age],
  ];
  if (dues?.noticeDueOn) results.push([t('calculator.result.noticeDueOn'), formatDay(dues.noticeDueOn)]);
  if (dues?.decisionDueOn)
    results.push([t('calculator.result.decisionDueOn'), formatDay(dues.decisionDueOn)]);
  const sheet: Sheet = {
    title: titleOf(t('calculator.title.retirement'), name),
    inputs,
    results,
    trace: outcome.trace,
    bases: basesOf(outcome.trace),
    alternatives: outcome.alternatives,
  };
  return <SheetPanel sheet={sheet} title={title} extra={extra} />;
}
