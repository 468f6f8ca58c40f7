import { ChoiceListView } from '@/features/law/components/choice-list-view';

export function LawChoicesPage() {
  return <ChoiceListView />;
}
