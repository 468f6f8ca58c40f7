import { ReviewListView } from '@/features/admin/components/review-list-view';

export function AdminReviewsPage() {
  return <ReviewListView />;
}
