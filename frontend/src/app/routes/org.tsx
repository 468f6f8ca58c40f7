import { ExportButton } from '@/features/exchange/components/export-button';
import { OrgTreeView } from '@/features/org/components/org-tree-view';
import { UnitListView } from '@/features/org/components/unit-list-view';
import { useMay } from '@/lib/viewer';

export function OrgPage() {
  const figures = useMay('report.headcount:read');
  if (!figures) return <UnitListView />;
  return <OrgTreeView actions={<ExportButton kind="units" />} />;
}
