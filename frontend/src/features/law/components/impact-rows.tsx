import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListRows } from '@/components/list-rows';
import type { Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { FilterToggle } from '@/components/ui/filter-toggle';
import { EmptyState } from '@/components/ui/states';
import { UnitLink } from '@/components/unit-link';
import { ImpactItemsDocument, type ImpactItemFragment, type ImpactItemsQuery } from '@/gql/graphql';
import { formatDay } from '@/lib/day';
import { useListChange } from '@/lib/use-list-change';
import { moneyDifference, resultsText, totalsText } from '../impact-words';
import type { ImpactSearch } from '../search';
import styles from './law.module.css';
import { Turned } from './turned';

const route = getRouteApi('/inside/law/impacts/$impactId');
const pageSize = 50;

type Row = ImpactItemFragment & { id: string };

interface ImpactRowsProps {
  impactId: string;
  /** How many computations come out otherwise. */
  changed: number;
}

/** The computations of an analysis, largest difference first: those that come out otherwise, or all that read the figure. */
export function ImpactRows({ impactId, changed }: ImpactRowsProps) {
  const { t, i18n } = useTranslation();
  const search = route.useSearch();
  const change = useListChange<ImpactSearch>();
  const all = search.show === 'all';
  const result = useQuery({
    query: ImpactItemsDocument,
    variables: {
      id: impactId,
      changedOnly: !all,
      lang: i18n.language,
      first: pageSize,
      after: search.after,
    },
  });
  return (
    <>
      <div>
        <FilterToggle
          label={t('law.impact.changedOnly')}
          on={!all}
          onChange={(on) => change({ show: on ? undefined : 'all' })}
        />
      </div>
      <ListRows
        result={result}
        rowsOf={({ lawImpact }) => pageOf(lawImpact)}
        caption={t('law.impact.list')}
        title={t('law.impact.list')}
        tall
        columns={columns(t)}
        empty={() =>
          changed === 0 && !all ? (
            <EmptyState title={t('law.impact.noneChanged')}>{t('law.impact.noneChangedText')}</EmptyState>
          ) : (
            <EmptyState title={t('law.impact.noRows')} />
          )
        }
        place={search}
        onMove={change}
        size={pageSize}
      />
    </>
  );
}

/** A list wants an id of each row: the computation's is one. */
function pageOf(impact: ImpactItemsQuery['lawImpact']) {
  const { edges, pageInfo, totalCount } = impact?.items ?? {
    edges: [],
    pageInfo: { hasNextPage: false },
    totalCount: 0,
  };
  return {
    edges: edges.map(({ node }) => ({ node: { ...node, id: node.computation.id } })),
    pageInfo,
    totalCount,
  };
}

function columns(t: TFunction): Column<Row>[] {
  return [
    {
      id: 'person',
      header: t('computation.column.person'),
      cell: ({ computation: { id, staff, caseDay } }) => (
        <div className={styles.lines}>
          <Link to="/calculators/kept/$computationId" params={{ computationId: id }}>
            {staff ? `${staff.fullName} (${staff.code})` : t('computation.hiddenPerson')}
          </Link>
          <span className={styles.soft}>{t('law.impact.leaving', { day: formatDay(caseDay) })}</span>
        </div>
      ),
    },
    {
      id: 'unit',
      header: t('org.unit'),
      cell: ({ computation: { unit } }) => (unit ? <UnitLink unit={unit} /> : <Text>{undefined}</Text>),
    },
    {
      id: 'result',
      header: t('computation.column.result'),
      inCard: true,
      cell: (row) => <Result row={row} t={t} />,
    },
    {
      id: 'total',
      header: t('law.impact.total'),
      align: 'right',
      inCard: true,
      cell: (row) => {
        const [before, after] = totalsText(row);
        return <Turned before={before} after={after} />;
      },
    },
    {
      id: 'difference',
      header: t('law.impact.totals.difference'),
      align: 'right',
      inCard: true,
      cell: ({ difference }) => <strong className={styles.figure}>{moneyDifference(difference)}</strong>,
    },
  ];
}

function Result({ row, t }: { row: Row; t: TFunction }) {
  const [before, after] = resultsText(t, row);
  return (
    <div className={styles.lines}>
      <Turned before={before} after={after} words />
      {row.problemAfter && <span className={styles.soft}>{row.problemAfter}</span>}
    </div>
  );
}
