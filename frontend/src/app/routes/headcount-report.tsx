import { HeadcountReportView } from '@/features/headcount/components/headcount-report-view';

export function HeadcountReportPage() {
  return <HeadcountReportView />;
}
