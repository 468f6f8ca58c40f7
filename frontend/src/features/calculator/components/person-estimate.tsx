import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { HiddenBlock } from '@/components/ui/hidden';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/page';
import { EmptyState } from '@/components/ui/states';
import { StaffEstimateDocument, type SeparationEstimateInput } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { useMay } from '@/lib/viewer';
import { addMonths, firstOfMonth, formatDuration } from '../amounts';
import type { Values } from '../fields';
import { completeValues } from '../form';
import {
  estimateForm,
  estimateInput,
  insuredFromRecruitment,
  separationAddress,
  type Member,
} from '../person';
import { inputLines } from '../words';
import { BenefitResult } from './benefit-result';
import { CalculatorPage } from './calculator-page';
import { OpenCalculator } from './open-calculator';

interface PersonEstimateProps {
  member: Member;
  /** What can be done with an estimate that stands on the page. */
  keep?: (estimate: SeparationEstimateInput) => ReactNode;
}

/** "Ước tính chế độ": what the person would be owed on leaving. The record fills in all that it holds. */
export function PersonEstimate({ member, keep }: PersonEstimateProps) {
  const { t } = useTranslation();
  const may = useMay('calculator:use');
  const missing = member.hidden.find(({ field }) => field === 'pay')?.missingGrant;
  if (!may) return null;
  if (missing !== undefined) {
    return (
      <Panel title={t('calculator.person.estimate')}>
        <HiddenBlock grant={missing} object={member.id} />
      </Panel>
    );
  }
  return <Estimate member={member} keep={keep} />;
}

function Estimate({ member, keep }: PersonEstimateProps) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const [start] = useState<Values>(() => ({ leavingDate: addMonths(firstOfMonth(asOf), 1) }));
  const [sent, setSent] = useState<Values>();
  const values = sent && completeValues(estimateForm, sent);
  const result = useQuery({
    query: StaffEstimateDocument,
    variables: { id: member.id, asOf, input: estimateInput(values ?? {}), lang: i18n.language },
    pause: values === undefined,
  });
  return (
    <CalculatorPage
      title={t('calculator.person.estimate')}
      form={estimateForm}
      values={sent ?? start}
      asked={values !== undefined}
      result={result}
      onSubmit={setSent}
    >
      {({ staffMember }) =>
        staffMember?.separationEstimate && values ? (
          <>
            <Assumption member={member} values={values} />
            <BenefitResult
              outcome={staffMember.separationEstimate}
              inputs={inputLines(t, estimateForm, values)}
              name={member.fullName}
            />
            {keep?.(estimateInput(values))}
            <p>
              <OpenCalculator search={separationAddress(member, values)} />
            </p>
          </>
        ) : (
          <EmptyState title={t('calculator.person.noEstimate')}>
            {t('calculator.person.noEstimateText')}
          </EmptyState>
        )
      }
    </CalculatorPage>
  );
}

/** Says that insurance was counted from recruitment, where nobody told how long it really was. */
function Assumption({ member, values }: { member: Member; values: Values }) {
  const { t } = useTranslation();
  if (values.insuredMonths !== undefined || member.recruitedOn == null) return null;
  const months = Number(insuredFromRecruitment(member, values.leavingDate) ?? 0);
  return (
    <Notice tone="warning" title={t('calculator.person.assumed')}>
      {t('calculator.person.assumedText', {
        day: formatDay(member.recruitedOn),
        duration: formatDuration(t, months),
      })}
    </Notice>
  );
}
