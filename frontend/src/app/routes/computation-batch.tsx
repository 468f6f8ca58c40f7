import { getRouteApi } from '@tanstack/react-router';
import { BatchView } from '@/features/computation/components/batch-view';
import { ListExport } from '@/features/exchange/components/export-button';

const route = getRouteApi('/inside/calculators/batches/$batchId');
const columns = ['name', 'code', 'unit', 'result', 'regime', 'caseDay', 'total', 'reason'];

export function ComputationBatchPage() {
  const { batchId } = route.useParams();
  return (
    <BatchView actions={<ListExport list="computations" columns={columns} within={{ batch: batchId }} />} />
  );
}
