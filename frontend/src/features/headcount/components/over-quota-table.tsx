import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DataTable } from '@/components/ui/data-table';
import { Balance, Figure } from '@/components/ui/figure';
import { UnitLink } from '@/components/unit-link';
import type { OverQuotaQuery } from '@/gql/graphql';

type Row = OverQuotaQuery['overQuotaUnits']['edges'][number]['node'];

/** Units with more people than posts of a category; the number of people opens who they are. */
export function OverQuotaTable({ rows, tall = false }: { rows: Row[]; tall?: boolean }) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t('headcount.over.title')}
      rows={rows}
      tall={tall}
      rowKey={({ unit, category }) => `${unit.id}-${category}`}
      columns={[
        {
          id: 'unit',
          header: t('org.unit'),
          cell: ({ unit }) => <UnitLink unit={unit} tab="headcount" />,
        },
        { id: 'category', header: t('headcount.category'), cell: ({ label }) => label },
        {
          id: 'allocated',
          header: t('headcount.allocated'),
          align: 'right',
          inCard: true,
          cell: ({ allocated }) => <Figure value={allocated} />,
        },
        {
          id: 'present',
          header: t('headcount.present'),
          align: 'right',
          inCard: true,
          cell: ({ unit, category, present }) => (
            <Link to="/staff" search={{ unit: unit.id, reach: 'own', category: [category] }}>
              <Figure value={present} />
            </Link>
          ),
        },
        {
          id: 'over',
          header: t('headcount.vacant'),
          align: 'right',
          inCard: true,
          cell: ({ over }) => <Balance value={-over} />,
        },
      ]}
    />
  );
}
