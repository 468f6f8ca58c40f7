import { ChangePageView } from '@/features/staff/components/change-page-view';

export function StaffChangesPage() {
  return <ChangePageView />;
}
