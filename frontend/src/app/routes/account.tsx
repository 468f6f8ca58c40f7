import { OwnGrants } from '@/features/admin/components/own-grants';
import { AccountView } from '@/features/auth/components/account-view';

export function AccountPage() {
  return <AccountView delegations={<OwnGrants />} />;
}
