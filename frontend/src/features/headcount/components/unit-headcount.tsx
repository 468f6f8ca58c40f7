import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { HeadcountReportDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { HeadcountTable } from './headcount-table';
import { QuotaEntries } from './quota-entries';

export function UnitHeadcount({ unitId }: { unitId: string }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({
    query: HeadcountReportDocument,
    variables: { asOf, unit: unitId, lang: i18n.language },
  });
  return (
    <>
      <Panel title={t('headcount.byCategory')} flush>
        <QueryView result={result} skeleton={<SkeletonTable rows={5} />}>
          {({ headcountReport }) => (
            <HeadcountTable rows={headcountReport.rows} total={headcountReport.total} unitId={unitId} />
          )}
        </QueryView>
      </Panel>
      <QuotaEntries unitId={unitId} />
    </>
  );
}
