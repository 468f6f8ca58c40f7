import { ExportButton } from '@/features/exchange/components/export-button';
import { StaffListView } from '@/features/staff/components/staff-list-view';

export function StaffListPage() {
  return <StaffListView actions={<ExportButton kind="staff" />} />;
}
