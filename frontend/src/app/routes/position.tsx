import { PositionListView } from '@/features/position/components/position-list-view';
import { ListActions } from './list-actions';

const columns = ['name', 'code', 'group', 'staffClass', 'grades'];

export function PositionPage() {
  return <PositionListView actions={<ListActions list="positions" columns={columns} />} />;
}
