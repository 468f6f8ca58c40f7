import { UserView } from '@/features/admin/components/user-panel';

export function AdminUserPage() {
  return <UserView />;
}
