import { DocumentListView } from '@/features/law/components/document-list-view';

export function LawDocumentsPage() {
  return <DocumentListView />;
}
