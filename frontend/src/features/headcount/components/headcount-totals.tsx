import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTiles } from '@/components/ui/skeleton';
import { HeadcountReportDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { HeadcountTiles } from './headcount-tiles';

/** The totals of all that the reader may see, on the day looked at. */
export function HeadcountTotals() {
  const { i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({ query: HeadcountReportDocument, variables: { asOf, lang: i18n.language } });
  return (
    <QueryView result={result} skeleton={<SkeletonTiles />}>
      {({ headcountReport }) => <HeadcountTiles total={headcountReport.total} />}
    </QueryView>
  );
}
