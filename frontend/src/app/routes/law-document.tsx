import { DocumentView } from '@/features/law/components/document-view';

export function LawDocumentPage() {
  return <DocumentView />;
}
