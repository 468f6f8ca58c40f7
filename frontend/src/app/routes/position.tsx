import { PositionListView } from '@/features/position/components/position-list-view';

export function PositionPage() {
  return <PositionListView />;
}
