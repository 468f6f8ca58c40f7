import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DecisionLink } from '@/components/decision-link';
import { DataTable } from '@/components/ui/data-table';
import { Balance, Figure, Text } from '@/components/ui/figure';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { UnitPositionsDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';

/** The positions of a unit: seats of each, and how many are filled. */
export function UnitPositions({ unitId }: { unitId: string }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({
    query: UnitPositionsDocument,
    variables: { unit: unitId, asOf, lang: i18n.language },
  });
  return (
    <QueryView result={result} skeleton={<SkeletonTable rows={8} />}>
      {({ unitPositions }) =>
        unitPositions.length === 0 ? (
          <EmptyState title={t('position.unit.none')}>{t('position.unit.noneText')}</EmptyState>
        ) : (
          <Panel flush title={t('position.unit.title')}>
            <DataTable
              caption={t('position.unit.title')}
              rows={unitPositions}
              rowKey={({ position }) => position.id}
              columns={[
                { id: 'name', header: t('position.name'), cell: ({ position }) => position.name },
                { id: 'code', header: t('position.code'), cell: ({ position }) => position.code },
                { id: 'group', header: t('position.group'), cell: ({ position }) => position.groupLabel },
                {
                  id: 'seats',
                  header: t('position.unit.seats'),
                  align: 'right',
                  inCard: true,
                  cell: ({ seats }) => <Figure value={seats} />,
                },
                {
                  id: 'filled',
                  header: t('position.unit.filled'),
                  align: 'right',
                  inCard: true,
                  cell: ({ filled, position }) => (
                    <Link to="/staff" search={{ unit: unitId, reach: 'own', position: position.id }}>
                      <Figure value={filled} />
                    </Link>
                  ),
                },
                {
                  id: 'open',
                  header: t('position.unit.open'),
                  align: 'right',
                  inCard: true,
                  cell: ({ seats, filled }) => <Balance value={seats - filled} />,
                },
                {
                  id: 'decision',
                  header: t('decision.title'),
                  cell: ({ decision }) =>
                    decision ? <DecisionLink decision={decision} /> : <Text>{undefined}</Text>,
                },
              ]}
            />
          </Panel>
        )
      }
    </QueryView>
  );
}
