import { ListEstimateForm } from '@/features/calculator/components/list-estimate-form';
import { NewBatchView } from '@/features/computation/components/new-batch-view';

export function ComputationNewPage() {
  return <NewBatchView ask={(props) => <ListEstimateForm {...props} />} />;
}
