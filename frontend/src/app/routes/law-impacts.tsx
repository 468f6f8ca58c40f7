import { ImpactListView } from '@/features/law/components/impact-list-view';

export function LawImpactsPage() {
  return <ImpactListView />;
}
