import { lazy, Suspense } from 'react';
import { SkeletonTable } from './skeleton';

export interface ChartSeries {
  name: string;
  /** One for each category; null leaves a gap. */
  values: (number | null)[];
}

export interface ChartProps {
  /** What the chart shows, in a sentence, for those who do not see it. */
  label: string;
  /** What the vertical axis counts. */
  axis: string;
  categories: string[];
  series: ChartSeries[];
}

const LineChart = lazy(() => import('./line-chart'));

/** Lines over time. The library is loaded when the first chart appears; a table with the same figures stands beside. */
export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<SkeletonTable rows={8} />}>
      <LineChart {...props} />
    </Suspense>
  );
}
