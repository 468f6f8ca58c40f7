import type { TFunction } from 'i18next';
import { Button } from '@/components/ui/button';
import type { Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { UnitLink } from '@/components/unit-link';
import type { GrantRowFragment } from '@/gql/graphql';
import { GrantPeriod, GrantReviewed } from './grant-place';

type GrantColumn = 'role' | 'unit' | 'period' | 'decision' | 'lentBy' | 'reviewed';

/** What every list of grants says of one, column by column; each list takes those that it needs. */
export function grantColumns(t: TFunction): Record<GrantColumn, Column<GrantRowFragment>> {
  const column = (id: GrantColumn, cell: Column<GrantRowFragment>['cell']) => ({
    id,
    header: t(`admin.grant.${id}`),
    cell,
    inCard: true,
  });
  return {
    role: column('role', ({ role }) => role.label),
    unit: column('unit', ({ unit }) => <UnitLink unit={unit} />),
    period: column('period', (grant) => <GrantPeriod grant={grant} />),
    decision: column('decision', ({ decisionNumber }) => <Text>{decisionNumber}</Text>),
    lentBy: column('lentBy', ({ delegatedBy }) => <Text>{delegatedBy?.displayName}</Text>),
    reviewed: column('reviewed', (grant) => <GrantReviewed grant={grant} />),
  };
}

/** The one act of a row that opens a dialog; a dash where the reader may not. */
export function actColumn<Row>(
  t: TFunction,
  label: string,
  may: (row: Row) => boolean,
  onAct: (row: Row) => void,
): Column<Row> {
  return {
    id: 'act',
    header: t('admin.act'),
    inCard: true,
    cell: (row) =>
      may(row) ? (
        <Button aria-haspopup="dialog" onClick={() => onAct(row)}>
          {label}
        </Button>
      ) : (
        <Text>{undefined}</Text>
      ),
  };
}
