import { DecisionListView } from '@/features/decision/components/decision-list-view';
import { ListActions } from './list-actions';

const columns = ['number', 'symbol', 'title', 'issuer', 'issuedOn', 'effectiveOn', 'state'];

export function DecisionListPage() {
  return <DecisionListView actions={<ListActions list="decisions" columns={columns} />} />;
}
