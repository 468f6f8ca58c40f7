import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { PageHeader, Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { UnitPath } from '@/components/unit-path';
import { HeadcountReportDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { HeadcountBreakdown } from './headcount-breakdown';
import { HeadcountHistory } from './headcount-history';
import { HeadcountTable } from './headcount-table';

const route = getRouteApi('/inside/report/headcount');

/** Headcount of a unit's subtree on a day: by category, by unit below, and over the years. */
export function HeadcountReportView() {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const { unit } = route.useSearch();
  const result = useQuery({ query: HeadcountReportDocument, variables: { asOf, unit, lang: i18n.language } });
  const [{ data, fetching, stale }] = result;
  const place = fetching && !stale ? undefined : data?.headcountReport.unit;

  return (
    <>
      <PageHeader
        title={t('common.nav.headcountReport')}
        above={place && <UnitPath units={[...place.ancestors, place]} target="report" />}
        detail={[place?.name, t('headcount.onDay', { day: formatDay(asOf) })].filter(Boolean).join(' · ')}
      />
      <Panel title={t('headcount.byCategory')} flush>
        <QueryView result={result} skeleton={<SkeletonTable rows={6} />}>
          {({ headcountReport }) => (
            <HeadcountTable rows={headcountReport.rows} total={headcountReport.total} unitId={unit} />
          )}
        </QueryView>
      </Panel>
      <HeadcountBreakdown unit={unit} />
      <HeadcountHistory unit={unit} />
    </>
  );
}
