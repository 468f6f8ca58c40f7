import { PersonBenefits } from '@/features/calculator/components/person-benefits';
import { KeepEstimate } from '@/features/computation/components/keep-estimate';
import { PersonComputations } from '@/features/computation/components/person-computations';
import { StaffMemberView } from '@/features/staff/components/staff-member-view';

/** The tab of benefits: what comes out now, kept on demand, and what was kept before. */
function benefits(staffId: string) {
  return (
    <PersonBenefits
      key={staffId}
      staffId={staffId}
      keep={(estimate) => <KeepEstimate staffId={staffId} estimate={estimate} />}
      kept={<PersonComputations staffId={staffId} />}
    />
  );
}

export function StaffMemberPage() {
  return <StaffMemberView benefits={benefits} />;
}
