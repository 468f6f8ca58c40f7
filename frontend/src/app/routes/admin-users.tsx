import { UserListView } from '@/features/admin/components/user-list-view';

export function AdminUsersPage() {
  return <UserListView />;
}
