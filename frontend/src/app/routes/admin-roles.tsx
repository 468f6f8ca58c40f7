import { RoleListView } from '@/features/admin/components/role-list-view';

export function AdminRolesPage() {
  return <RoleListView />;
}
