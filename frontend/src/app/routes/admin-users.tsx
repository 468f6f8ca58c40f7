import { UserListView } from '@/features/admin/components/user-list-view';
import { ListActions } from './list-actions';

const columns = [
  'name',
  'username',
  'state',
  'disabledAt',
  'roles',
  'lastSignIn',
  'secondFactor',
  'sessions',
];

export function AdminUsersPage() {
  return <UserListView tools={<ListActions list="users" columns={columns} />} />;
}
