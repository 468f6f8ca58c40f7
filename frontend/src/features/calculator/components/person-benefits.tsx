import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { HiddenBlock } from '@/components/ui/hidden';
import { Columns, Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonText } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import {
  StaffEntitlementDocument,
  StaffStepRaiseDocument,
  type SeparationEstimateInput,
} from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { forms } from '../fields';
import { retirementAddress, stepRaiseAddress, type Member } from '../person';
import { inputLines } from '../words';
import { OpenCalculator } from './open-calculator';
import { PersonEstimate } from './person-estimate';
import { RetirementResult } from './retirement-result';
import { StepRaiseResult } from './step-raise-result';

interface PersonBenefitsProps {
  staffId: string;
  /** What can be done with an estimate that stands on the page. */
  keep?: (estimate: SeparationEstimateInput) => ReactNode;
  /** Estimates of earlier days. */
  kept?: ReactNode;
}

/** "Chế độ, nghỉ hưu" of a person: what the calculators make of the record. Only what it lacks is asked for. */
export function PersonBenefits({ staffId, keep, kept }: PersonBenefitsProps) {
  const { i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({
    query: StaffEntitlementDocument,
    variables: { id: staffId, asOf, lang: i18n.language },
  });
  return (
    <QueryView result={result} skeleton={<SkeletonText rows={12} />}>
      {({ staffMember }) =>
        staffMember && (
          <>
            <Columns>
              <PersonRetirement member={staffMember} />
              <PersonStepRaise member={staffMember} />
            </Columns>
            <PersonEstimate member={staffMember} keep={keep} />
            {kept}
          </>
        )
      }
    </QueryView>
  );
}

function PersonRetirement({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { retirement } = member;
  const address = retirementAddress(member);
  if (!retirement) {
    return (
      <Panel title={t('calculator.title.retirement')} extra={<OpenCalculator search={address} />}>
        <EmptyState title={t('calculator.person.noRetirement')}>
          {t('calculator.person.noRetirementText')}
        </EmptyState>
      </Panel>
    );
  }
  return (
    <RetirementResult
      title={t('calculator.title.retirement')}
      extra={<OpenCalculator search={address} />}
      name={member.fullName}
      outcome={retirement}
      dues={retirement}
      inputs={inputLines(t, forms.retirement, { ...address, unit: undefined })}
    />
  );
}

function PersonStepRaise({ member }: { member: Member }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({
    query: StaffStepRaiseDocument,
    variables: { id: member.id, asOf, lang: i18n.language },
  });
  const title = t('calculator.title.stepRaise');
  const address = stepRaiseAddress(member, asOf);
  const missing = member.hidden.find(({ field }) => raiseRestsOn.includes(field))?.missingGrant;
  if (missing !== undefined) {
    return (
      <Panel title={title}>
        <HiddenBlock grant={missing} object={member.id} />
      </Panel>
    );
  }
  return (
    <QueryView result={result} skeleton={<SkeletonText rows={4} />}>
      {({ staffMember }) =>
        staffMember?.nextStepRaise ? (
          <StepRaiseResult
            title={title}
            extra={<OpenCalculator search={address} />}
            name={member.fullName}
            outcome={staffMember.nextStepRaise}
            inputs={inputLines(t, forms.stepRaise, { ...address, unit: undefined })}
          />
        ) : (
          <Panel title={title} extra={<OpenCalculator search={address} />}>
            <EmptyState title={t('calculator.person.noRaise')}>
              {t('calculator.person.noRaiseText')}
            </EmptyState>
          </Panel>
        )
      }
    </QueryView>
  );
}

const raiseRestsOn: readonly string[] = ['pay', 'disciplinaryActions', 'ratings'];
