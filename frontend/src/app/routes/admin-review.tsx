import { ReviewView } from '@/features/admin/components/review-view';

export function AdminReviewPage() {
  return <ReviewView />;
}
