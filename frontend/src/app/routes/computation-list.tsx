import { BatchListView } from '@/features/computation/components/batch-list-view';

export function ComputationListPage() {
  return <BatchListView />;
}
