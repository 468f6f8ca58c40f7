import { ExportButton } from '@/features/exchange/components/export-button';
import { OrgTreeView } from '@/features/org/components/org-tree-view';
import { UnitListView } from '@/features/org/components/unit-list-view';
import { useMay } from '@/lib/viewer';
import { ListActions } from './list-actions';

const plain = ['name', 'code', 'kind', 'parent'];
const tree = [
  'name',
  'code',
  'parent',
  'subtreeAllocated',
  'subtreePresent',
  'subtreeVacant',
  'subtreePromised',
  'subtreeRecruitable',
  'allocated',
  'present',
  'vacant',
];

export function OrgPage() {
  const mayCount = useMay('report.headcount:read');
  if (!mayCount) return <UnitListView actions={<ListActions list="units" columns={plain} />} />;
  return (
    <OrgTreeView
      actions={
        <>
          <ListActions list="units" columns={tree} />
          <ExportButton kind="units" />
        </>
      }
    />
  );
}
