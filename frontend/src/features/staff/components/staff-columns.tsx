import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { MouseEvent } from 'react';
import type { Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { Hidden } from '@/components/ui/hidden';
import { UnitLink } from '@/components/unit-link';
import type { StaffRowFragment } from '@/gql/graphql';
import { formatCoefficient } from '@/lib/number';
import type { sortFields, StaffColumn } from '../search';

export type StaffRow = StaffRowFragment;
type SortField = (typeof sortFields)[number];

export interface StaffSorting {
  field: SortField;
  direction: 'ASC' | 'DESC';
  onSort: (field: SortField) => void;
}

interface StaffColumnsOptions {
  t: TFunction;
  shown: readonly StaffColumn[];
  sorting?: StaffSorting;
  /** Opens the side panel; a click with Ctrl, Shift or the wheel follows the link instead. */
  onOpen?: (row: StaffRow) => void;
}

function opensElsewhere(event: MouseEvent): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
}

function NameLink({ row, onOpen }: { row: StaffRow; onOpen: StaffColumnsOptions['onOpen'] }) {
  return (
    <Link
      to="/staff/$staffId"
      params={{ staffId: row.id }}
      onClick={(event) => {
        if (onOpen === undefined || opensElsewhere(event)) return;
        event.preventDefault();
        onOpen(row);
      }}
    >
      {row.fullName}
    </Link>
  );
}

const cells: Record<StaffColumn, (row: StaffRow, t: TFunction) => React.ReactNode> = {
  code: (row) => row.code,
  birthDate: (row) => <Text>{row.birthDateText}</Text>,
  sex: (row, t) => <Text>{row.sex && t(`staff.sex.${row.sex}`)}</Text>,
  staffClass: (row, t) => t(`staff.class.${row.staffClass}`),
  unit: (row) => (row.unit ? <UnitLink unit={row.unit} /> : <Text>{undefined}</Text>),
  position: (row) => <Text>{row.title || row.position?.name}</Text>,
  grade: (row) => <Text>{row.grade?.name}</Text>,
  step: (row) => <Text>{row.step}</Text>,
  coefficient: (row) => <Text>{row.coefficient && formatCoefficient(row.coefficient)}</Text>,
  rating: (row) => <Text>{row.latestRating && `${row.latestRating.year}: ${row.latestRating.label}`}</Text>,
};

/** The fields of a person that stand behind a column, where they may be hidden. */
const fieldOf: Partial<Record<StaffColumn, string>> = {
  birthDate: 'birthDate',
  sex: 'sex',
  step: 'step',
  coefficient: 'coefficient',
  rating: 'latestRating',
};

function cellOf(id: StaffColumn, row: StaffRow, t: TFunction): React.ReactNode {
  const missing = row.hidden.find(({ field }) => field === fieldOf[id])?.missingGrant;
  return missing === undefined ? cells[id](row, t) : <Hidden grant={missing} object={row.id} />;
}

const sortOf: Partial<Record<StaffColumn, SortField>> = {
  code: 'CODE',
  birthDate: 'BIRTH_DATE',
  unit: 'UNIT',
  grade: 'GRADE',
};
const inCard = new Set<StaffColumn>(['position', 'unit', 'grade']);
const onTheRight = new Set<StaffColumn>(['step', 'coefficient']);

/** The columns of a table of people: the name first, then those chosen. */
export function staffTableColumns({ t, shown, sorting, onOpen }: StaffColumnsOptions): Column<StaffRow>[] {
  const sort = (field: SortField | undefined) =>
    sorting &&
    field && {
      direction: sorting.field === field ? sorting.direction : undefined,
      toggle: () => sorting.onSort(field),
    };
  return [
    {
      id: 'name',
      header: t('staff.name'),
      sort: sort('NAME'),
      cell: (row) => <NameLink row={row} onOpen={onOpen} />,
    },
    ...shown.map((id) => ({
      id,
      header: t(`staff.column.${id}`),
      align: onTheRight.has(id) ? ('right' as const) : undefined,
      inCard: inCard.has(id),
      sort: sort(sortOf[id]),
      cell: (row: StaffRow) => cellOf(id, row, t),
    })),
  ];
}
