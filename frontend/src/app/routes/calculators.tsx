import { CalculatorsView } from '@/features/calculator/components/calculators-view';
import { ComputationNav } from '@/features/computation/components/computation-nav';

export function CalculatorsPage() {
  return <CalculatorsView above={<ComputationNav />} />;
}
