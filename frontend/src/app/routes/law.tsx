import { ParameterListView } from '@/features/law/components/parameter-list-view';

export function LawPage() {
  return <ParameterListView />;
}
