import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListRows } from '@/components/list-rows';
import { Select } from '@/components/ui/select';
import { EmptyState } from '@/components/ui/states';
import { Toolbar } from '@/components/ui/page';
import { ComputationListDocument } from '@/gql/graphql';
import { useListChange } from '@/lib/use-list-change';
import { results, type BatchSearch } from '../search';
import { batchColumns } from './computation-columns';

const route = getRouteApi('/inside/calculators/batches/$batchId');
const pageSize = 50;

/** The computations of a batch, the largest first, all of them or those that came to one result. */
export function BatchRows({ batchId }: { batchId: string }) {
  const { t, i18n } = useTranslation();
  const search = route.useSearch();
  const change = useListChange<BatchSearch>();
  const result = useQuery({
    query: ComputationListDocument,
    variables: {
      batch: batchId,
      result: search.result,
      lang: i18n.language,
      first: pageSize,
      after: search.after,
    },
  });
  return (
    <>
      <Toolbar>
        <Select
          allowClear
          label={t('computation.batch.allResults')}
          value={search.result}
          options={results.map((value) => ({ value, label: t(`computation.result.${value}`) }))}
          onChange={(value) => change({ result: value })}
        />
      </Toolbar>
      <ListRows
        result={result}
        rowsOf={({ computations }) => computations}
        caption={t('computation.batch.list')}
        title={t('computation.batch.list')}
        tall
        columns={batchColumns(t)}
        empty={() => (
          <EmptyState title={t('computation.batch.noMatch')}>{t('computation.batch.noMatchText')}</EmptyState>
        )}
        place={search}
        onMove={change}
        size={pageSize}
      />
    </>
  );
}
