import { useTranslation } from 'react-i18next';
import { Columns, Panel } from '@/components/ui/page';
import { HiddenBlock } from '@/components/ui/hidden';
import type { StaffRecordQuery } from '@/gql/graphql';
import type { ReactNode } from 'react';
import {
  EvaluationSection,
  HealthSection,
  IdentitySection,
  PartySection,
  PersonalSection,
  PostSection,
} from './staff-facts';
import {
  AppointmentTable,
  CommendationTable,
  DisciplineTable,
  PayTable,
  QualificationTable,
  RelativeTable,
  TrainingTable,
  WorkHistoryTable,
} from './staff-tables';

export type Member = NonNullable<StaffRecordQuery['staffMember']>;
export type Categories = StaffRecordQuery['headcountCategories'];

interface SectionProps {
  member: Member;
  title: string;
  /** The field of the record that this section shows; hidden when the reader lacks the right to it. */
  field?: string;
  flush?: boolean;
  children: ReactNode;
}

function Section({ member, title, field, flush = false, children }: SectionProps) {
  const missing = member.hidden.find((item) => item.field === field)?.missingGrant;
  return (
    <Panel title={title} flush={flush && missing === undefined}>
      {missing === undefined ? children : <HiddenBlock grant={missing} object={member.id} />}
    </Panel>
  );
}

/** The record in the order of the official form (mẫu 2C). */
export function StaffRecord({ member, categories }: { member: Member; categories: Categories }) {
  const { t } = useTranslation();
  const title = (name: string) => t(`staff.section.${name}`);
  return (
    <>
      <Columns>
        <Section member={member} title={title('personal')}>
          <PersonalSection member={member} />
        </Section>
        <Section member={member} title={title('identity')} field="identity">
          <IdentitySection member={member} />
        </Section>
      </Columns>
      <Section member={member} title={title('post')}>
        <PostSection member={member} categories={categories} />
      </Section>
      <Section member={member} title={title('qualifications')} flush>
        <QualificationTable rows={member.qualifications} />
      </Section>
      <Columns>
        <Section member={member} title={title('party')} field="party">
          <PartySection member={member} />
        </Section>
        <Section member={member} title={title('health')} field="health">
          <HealthSection member={member} />
        </Section>
      </Columns>
      <Columns>
        <Section member={member} title={title('commendations')} field="commendations" flush>
          <CommendationTable rows={member.commendations ?? []} />
        </Section>
        <Section member={member} title={title('discipline')} field="disciplinaryActions" flush>
          <DisciplineTable rows={member.disciplinaryActions ?? []} />
        </Section>
      </Columns>
      <Section member={member} title={title('ratings')} field="ratings">
        <EvaluationSection member={member} />
      </Section>
      <Section member={member} title={title('trainings')} flush>
        <TrainingTable rows={member.trainings} />
      </Section>
      <Section member={member} title={title('appointments')} flush>
        <AppointmentTable rows={member.appointments} />
      </Section>
      <Section member={member} title={title('workHistory')} flush>
        <WorkHistoryTable rows={member.workHistory} />
      </Section>
      <Section member={member} title={title('relatives')} field="relatives" flush>
        <RelativeTable rows={member.relatives ?? []} />
      </Section>
      <Section member={member} title={title('pay')} field="pay" flush>
        <PayTable rows={member.pay ?? []} />
      </Section>
    </>
  );
}
