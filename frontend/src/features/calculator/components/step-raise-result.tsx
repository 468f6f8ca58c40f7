import { useTranslation } from 'react-i18next';
import type { StepRaiseResultFragment } from '@/gql/graphql';
import { formatDay } from '@/lib/day';
import { formatCoefficient, formatDecimal, formatNumber } from '@/lib/number';
import { basesOf, titleOf, type ResultFrame, type Sheet } from '../sheet';
import type { Line } from '../words';
import { SheetPanel } from './sheet-panel';

interface StepRaiseResultProps extends ResultFrame {
  outcome: StepRaiseResultFragment;
  inputs: readonly Line[];
}

/** When the next raise is due and to what: the next step, or the beyond-frame allowance after the last one. */
export function StepRaiseResult({ outcome, inputs, title, extra, name }: StepRaiseResultProps) {
  const { t } = useTranslation();
  const { dueOn, nextStep, nextCoefficient, beyondFramePercent } = outcome;
  const results: Line[] = [[t('calculator.result.dueOn'), formatDay(dueOn)]];
  if (nextStep != null) results.push([t('calculator.result.nextStep'), formatNumber(nextStep)]);
  if (nextCoefficient != null) {
    results.push([t('calculator.result.nextCoefficient'), formatCoefficient(nextCoefficient)]);
  }
  if (beyondFramePercent != null) {
    results.push([t('calculator.result.beyondFramePercent'), `${formatDecimal(beyondFramePercent)} %`]);
  }
  const sheet: Sheet = {
    title: titleOf(t('calculator.title.stepRaise'), name),
    inputs,
    results,
    trace: outcome.trace,
    bases: basesOf(outcome.trace),
    alternatives: outcome.alternatives,
  };
  return <SheetPanel sheet={sheet} title={title} extra={extra} />;
}
