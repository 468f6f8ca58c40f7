import { GrantListView } from '@/features/admin/components/grant-list-view';
import { ListActions } from './list-actions';

const columns = [
  'name',
  'username',
  'role',
  'unit',
  'from',
  'to',
  'decisionNumber',
  'delegatedBy',
  'reviewedAt',
  'reviewedBy',
  'reviewDueOn',
];

export function AdminGrantsPage() {
  return <GrantListView tools={<ListActions list="grants" columns={columns} />} />;
}
