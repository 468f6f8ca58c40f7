import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Balance, Figure } from '@/components/ui/figure';
import type { HeadcountFiguresFragment } from '@/gql/graphql';

interface HeadcountTableProps {
  rows: HeadcountFiguresFragment[];
  total: HeadcountFiguresFragment;
  /** The unit whose people the "present" figures open. */
  unitId?: string;
}

/** Allocated, present, promised, vacant and recruitable by category. A category that did not exist has no row. */
export function HeadcountTable({ rows, total, unitId }: HeadcountTableProps) {
  const { t } = useTranslation();
  const columns: Column<HeadcountFiguresFragment>[] = [
    {
      id: 'category',
      header: t('headcount.category'),
      cell: (row) => (row.category === 'TOTAL' ? t('headcount.total') : row.label),
    },
    {
      id: 'allocated',
      header: t('headcount.allocated'),
      align: 'right',
      inCard: true,
      cell: (row) => <Figure value={row.allocated} />,
    },
    {
      id: 'present',
      header: t('headcount.present'),
      align: 'right',
      inCard: true,
      cell: (row) => (
        <Link
          to="/staff"
          search={{ unit: unitId, category: row.category === 'TOTAL' ? undefined : [row.category] }}
        >
          <Figure value={row.present} />
        </Link>
      ),
    },
    {
      id: 'vacant',
      header: t('headcount.vacant'),
      align: 'right',
      inCard: true,
      cell: (row) => <Balance value={row.vacant} />,
    },
    {
      id: 'promised',
      header: t('headcount.promised'),
      align: 'right',
      cell: (row) => <Figure value={row.promised} />,
    },
    {
      id: 'recruitable',
      header: t('headcount.recruitable'),
      align: 'right',
      cell: (row) => <Balance value={row.recruitable} />,
    },
  ];
  return (
    <DataTable
      caption={t('headcount.byCategory')}
      columns={columns}
      rows={[...rows, total]}
      rowKey={({ category }) => category}
      isTotal={({ category }) => category === 'TOTAL'}
    />
  );
}
