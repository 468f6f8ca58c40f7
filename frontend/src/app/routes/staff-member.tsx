import { StaffMemberView } from '@/features/staff/components/staff-member-view';

export function StaffMemberPage() {
  return <StaffMemberView />;
}
