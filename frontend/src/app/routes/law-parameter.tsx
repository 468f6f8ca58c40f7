import { ParameterView } from '@/features/law/components/parameter-view';

export function LawParameterPage() {
  return <ParameterView />;
}
