import { DecisionView } from '@/features/decision/components/decision-view';

export function DecisionPage() {
  return <DecisionView />;
}
