import { ExportButton } from '@/features/exchange/components/export-button';
import { OrgTreeView } from '@/features/org/components/org-tree-view';

export function OrgPage() {
  return <OrgTreeView actions={<ExportButton kind="units" />} />;
}
