import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { UnitLink } from '@/components/unit-link';
import type { ComputationRowFragment, PersonComputationsQuery } from '@/gql/graphql';
import { formatDay, formatInstant } from '@/lib/day';
import { formatMoney } from '@/lib/number';
import { differenceText, whyNot } from '../words';
import { ResultTag } from './result-tag';
import styles from './computation.module.css';

type Row = ComputationRowFragment;
export type PersonRow = PersonComputationsQuery['computations']['edges'][number]['node'];

/** What it came to, and under it why where nothing is owed. */
function Result({ row }: { row: Row }) {
  const why = whyNot(row);
  return (
    <div className={styles.lines}>
      <ResultTag result={row.result} />
      {why && <span className={styles.soft}>{why}</span>}
    </div>
  );
}

/** What the law of today makes of it: the difference, or that it comes to something else altogether. */
function Present({ row: { result, problem, present }, t }: { row: Row; t: TFunction }) {
  const refusedAnew = present.result === 'REFUSED' && present.problem !== problem;
  return (
    <div className={`${styles.lines} ${styles.ends}`}>
      {present.result === result ? null : <ResultTag result={present.result} />}
      {refusedAnew ? (
        <span>{present.problem}</span>
      ) : (
        <span className={styles.whole}>{differenceText(t, present.difference)}</span>
      )}
    </div>
  );
}

function commonColumns(t: TFunction): Column<Row>[] {
  return [
    {
      id: 'result',
      header: t('computation.column.result'),
      inCard: true,
      cell: (row) => <Result row={row} />,
    },
    {
      id: 'regime',
      header: t('computation.column.regime'),
      cell: ({ regime }) => (
        <span className={styles.whole}>
          <Text>{regime}</Text>
        </span>
      ),
    },
    {
      id: 'total',
      header: t('computation.column.total'),
      align: 'right',
      inCard: true,
      cell: ({ result, total }) => (
        <span className={styles.whole}>
          <Text>{result === 'REFUSED' ? undefined : formatMoney(total)}</Text>
        </span>
      ),
    },
    {
      id: 'present',
      header: t('computation.column.present'),
      align: 'right',
      inCard: true,
      cell: (row) => <Present row={row} t={t} />,
    },
  ];
}

/** The computations of a batch: the person first. */
export function batchColumns(t: TFunction): Column<Row>[] {
  return [
    {
      id: 'person',
      header: t('computation.column.person'),
      cell: ({ id, staff }) => (
        <Link to="/calculators/kept/$computationId" params={{ computationId: id }}>
          {staff ? `${staff.fullName} (${staff.code})` : t('computation.hiddenPerson')}
        </Link>
      ),
    },
    {
      id: 'unit',
      header: t('org.unit'),
      inCard: true,
      cell: ({ unit }) => (unit ? <UnitLink unit={unit} /> : <Text>{undefined}</Text>),
    },
    ...commonColumns(t),
  ];
}

/** The computations of one person: when it was made first. */
export function personColumns(t: TFunction): Column<PersonRow>[] {
  return [
    {
      id: 'made',
      header: t('computation.column.madeAt'),
      cell: ({ id, madeAt }) => (
        <Link to="/calculators/kept/$computationId" params={{ computationId: id }}>
          {formatInstant(madeAt)}
        </Link>
      ),
    },
    { id: 'by', header: t('computation.column.madeBy'), cell: ({ madeBy }) => madeBy },
    {
      id: 'caseDay',
      header: t('computation.column.caseDay'),
      inCard: true,
      cell: ({ caseDay }) => formatDay(caseDay),
    },
    ...commonColumns(t),
    {
      id: 'batch',
      header: t('computation.column.batch'),
      cell: ({ batch }) =>
        batch ? (
          <Link to="/calculators/batches/$batchId" params={{ batchId: batch.id }}>
            {batch.title}
          </Link>
        ) : (
          <Text>{undefined}</Text>
        ),
    },
  ];
}
