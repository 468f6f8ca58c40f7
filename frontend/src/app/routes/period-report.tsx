import { PeriodReportView } from '@/features/report/components/period-report-view';

export function PeriodReportPage() {
  return <PeriodReportView />;
}
