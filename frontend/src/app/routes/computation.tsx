import { BenefitResult } from '@/features/calculator/components/benefit-result';
import { ComputationView } from '@/features/computation/components/computation-view';

export function ComputationPage() {
  return <ComputationView result={(kept) => <BenefitResult {...kept} />} />;
}
