import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable } from '@/components/ui/data-table';
import { Balance, Figure } from '@/components/ui/figure';
import { Panel } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { OverQuotaDocument } from '@/gql/graphql';
import { UnitLink } from '@/components/unit-link';
import { useAsOf } from '@/lib/as-of';

const shown = 10;

/** The units with more people than posts, the furthest over first. */
export function OverQuotaPanel() {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({
    query: OverQuotaDocument,
    variables: { asOf, first: shown, lang: i18n.language },
  });
  return (
    <Panel
      flush
      title={t('headcount.over.title')}
      extra={
        <Link to="/org" search={{ only: 'over' }}>
          {t('headcount.over.all')}
        </Link>
      }
    >
      <QueryView result={result} skeleton={<SkeletonTable rows={6} />}>
        {({ overQuotaUnits: { edges, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title={t('headcount.over.none')}>{t('headcount.over.noneText')}</EmptyState>
          ) : (
            <>
              <DataTable
                caption={t('headcount.over.title')}
                rows={edges.map(({ node }) => node)}
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
              <Pager skipped={0} shown={edges.length} total={totalCount} />
            </>
          )
        }
      </QueryView>
    </Panel>
  );
}
