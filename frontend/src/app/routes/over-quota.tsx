import { OverQuotaView } from '@/features/headcount/components/over-quota-view';
import { ListActions } from './list-actions';

const columns = ['unit', 'category', 'allocated', 'present', 'over'];

export function OverQuotaPage() {
  return <OverQuotaView actions={<ListActions list="over-quota" columns={columns} />} />;
}
