import { AccessView } from '@/features/admin/components/access-view';

export function AdminAccessPage() {
  return <AccessView />;
}
