import { CalculatorsView } from '@/features/calculator/components/calculators-view';

export function CalculatorsPage() {
  return <CalculatorsView />;
}
