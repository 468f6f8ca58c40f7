import { GrantListView } from '@/features/admin/components/grant-list-view';

export function AdminGrantsPage() {
  return <GrantListView />;
}
