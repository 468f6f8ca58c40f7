import { ChangePageView } from '@/features/staff/components/change-page-view';
import { ListActions } from './list-actions';

const columns = [
  'name',
  'code',
  'section',
  'kind',
  'line',
  'fields',
  'effectiveOn',
  'evidence',
  'declaredBy',
  'declaredAt',
  'state',
  'decidedBy',
  'decidedAt',
  'reason',
];

export function StaffChangesPage() {
  return <ChangePageView actions={<ListActions list="changes" columns={columns} />} />;
}
