import { PersonBenefits } from '@/features/calculator/components/person-benefits';
import { StaffMemberView } from '@/features/staff/components/staff-member-view';

export function StaffMemberPage() {
  return <StaffMemberView benefits={(staffId) => <PersonBenefits key={staffId} staffId={staffId} />} />;
}
