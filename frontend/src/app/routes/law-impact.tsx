import { ImpactView } from '@/features/law/components/impact-view';

export function LawImpactPage() {
  return <ImpactView />;
}
