import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListHead } from '@/components/list-head';
import { ListRows } from '@/components/list-rows';
import { Figure, Text } from '@/components/ui/figure';
import type { Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/states';
import { UnitLink } from '@/components/unit-link';
import { ComputationBatchesDocument, type ComputationBatchesQuery } from '@/gql/graphql';
import { codeLabel } from '@/lib/code-label';
import { formatInstant } from '@/lib/day';
import { formatMoney } from '@/lib/number';
import type { PagePlace } from '@/lib/page-moves';
import { useListChange } from '@/lib/use-list-change';
import { useMay } from '@/lib/viewer';
import { ComputationNav } from './computation-nav';
import styles from './computation.module.css';

const route = getRouteApi('/inside/calculators/batches');
const pageSize = 50;
const context = { additionalTypenames: ['ComputationBatch'] };

type Row = ComputationBatchesQuery['computationBatches']['edges'][number]['node'];

/** "Tính theo danh sách": what was computed for whole lists of people, newest first. */
export function BatchListView() {
  const { t, i18n } = useTranslation();
  const search = route.useSearch();
  const change = useListChange<PagePlace>();
  const result = useQuery({
    query: ComputationBatchesDocument,
    variables: { lang: i18n.language, first: pageSize, after: search.after },
    // A batch fills up behind the page's back.
    requestPolicy: 'cache-and-network',
    context,
  });
  return (
    <>
      <ListHead
        above={<ComputationNav />}
        title={t('computation.nav.batches')}
        detail={t('computation.batches.about')}
        actions={<NewBatchLink />}
      />
      <ListRows
        result={result}
        rowsOf={({ computationBatches }) => computationBatches}
        caption={t('computation.nav.batches')}
        tall
        columns={columns(t)}
        empty={() => (
          <EmptyState title={t('computation.batches.none')} action={<NewBatchLink />}>
            {t('computation.batches.noneText')}
          </EmptyState>
        )}
        place={search}
        onMove={change}
        size={pageSize}
      />
    </>
  );
}

/** The way to the form; absent for those who may not compute. */
function NewBatchLink() {
  const { t } = useTranslation();
  if (!useMay('staff.computation:compute')) return null;
  return <Link to="/calculators/batches/new">{t('computation.form.title')}</Link>;
}

function columns(t: TFunction): Column<Row>[] {
  return [
    {
      id: 'title',
      header: t('computation.column.title'),
      cell: ({ id, title, filter }) => (
        <div className={styles.lines}>
          <Link to="/calculators/batches/$batchId" params={{ batchId: id }}>
            {title}
          </Link>
          <span className={styles.soft}>{filter}</span>
        </div>
      ),
    },
    {
      id: 'unit',
      header: t('org.unit'),
      inCard: true,
      cell: ({ unit }) => (unit ? <UnitLink unit={unit} /> : t('computation.everyUnit')),
    },
    { id: 'by', header: t('computation.column.madeBy'), cell: ({ createdBy }) => createdBy },
    {
      id: 'at',
      header: t('computation.column.madeAt'),
      inCard: true,
      cell: ({ createdAt }) => formatInstant(createdAt),
    },
    {
      id: 'state',
      header: t('computation.column.state'),
      cell: ({ job }) => <Text>{codeLabel(t, 'jobState', job?.state)}</Text>,
    },
    {
      id: 'count',
      header: t('computation.column.count'),
      align: 'right',
      inCard: true,
      cell: ({ totals }) => <Figure value={totals.count} />,
    },
    {
      id: 'total',
      header: t('computation.column.total'),
      align: 'right',
      inCard: true,
      cell: ({ totals }) => <span className={styles.whole}>{formatMoney(totals.total)}</span>,
    },
  ];
}
