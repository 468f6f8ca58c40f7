import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DecisionLink } from '@/components/decision-link';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { codeLabel } from '@/lib/code-label';
import { formatDay, lastDay } from '@/lib/day';
import { formatCoefficient, formatDecimal } from '@/lib/number';
import type { Member } from './staff-record';
import styles from './staff-tables.module.css';

type Rows<Name extends keyof Member> =
  NonNullable<Member[Name]> extends readonly (infer Row)[] ? Row[] : never;

interface RecordTableProps<Row> {
  section: string;
  rows: Row[];
  columns: (t: TFunction) => (readonly [column: string, value: (row: Row) => ReactNode])[];
}

function RecordTable<Row>({ section, rows, columns }: RecordTableProps<Row>) {
  const { t } = useTranslation();
  if (rows.length === 0) return <p className={styles.none}>{t('staff.record.none')}</p>;
  const table: Column<{ row: Row; key: string }>[] = columns(t).map(([id, value], index) => ({
    id,
    header: t(`staff.table.${id}`),
    inCard: index < 4,
    cell: ({ row }) => {
      const content = value(row);
      return content == null || content === '' ? <Text>{undefined}</Text> : content;
    },
  }));
  const keyed = rows.map((row, index) => ({ row, key: String(index) }));
  return (
    <DataTable
      caption={t(`staff.section.${section}`)}
      columns={table}
      rows={keyed}
      rowKey={({ key }) => key}
    />
  );
}

/** "01/07/2020 – 30/06/2025", open at the end while it lasts. */
function period({ from, to }: { from: string; to?: string | null }): string {
  return `${formatDay(from)} – ${to ? formatDay(lastDay(to)) : '…'}`;
}

export function QualificationTable({ rows }: { rows: Rows<'qualifications'> }) {
  return (
    <RecordTable
      section="qualifications"
      rows={rows}
      columns={(t) => [
        ['kind', ({ kind }) => codeLabel(t, 'qualification', kind)],
        ['level', ({ level }) => level],
        ['major', ({ major }) => major],
        ['school', ({ school }) => school],
        ['mode', ({ mode }) => mode],
        ['awardedOn', ({ awardedOn }) => formatDay(awardedOn)],
      ]}
    />
  );
}

export function TrainingTable({ rows }: { rows: Rows<'trainings'> }) {
  return (
    <RecordTable
      section="trainings"
      rows={rows}
      columns={() => [
        ['training', ({ title }) => title],
        ['period', period],
        ['kind', ({ kind }) => kind],
        ['result', ({ result }) => result],
      ]}
    />
  );
}

export function AppointmentTable({ rows }: { rows: Rows<'appointments'> }) {
  return (
    <RecordTable
      section="appointments"
      rows={rows}
      columns={(t) => [
        ['period', period],
        ['position', ({ title }) => title],
        [
          'unit',
          ({ unit }) => (
            <Link to="/org/$unitId" params={{ unitId: unit.id }}>
              {unit.name}
            </Link>
          ),
        ],
        ['appointmentKind', ({ kind }) => codeLabel(t, 'appointment', kind)],
        ['startReason', ({ startReason }) => codeLabel(t, 'startReason', startReason)],
        ['endReason', ({ endReason }) => codeLabel(t, 'endReason', endReason)],
        ['decision', ({ decision }) => decision && <DecisionLink decision={decision} />],
      ]}
    />
  );
}

export function WorkHistoryTable({ rows }: { rows: Rows<'workHistory'> }) {
  return (
    <RecordTable
      section="workHistory"
      rows={rows}
      columns={() => [
        ['period', period],
        ['content', ({ content }) => content],
      ]}
    />
  );
}

export function RelativeTable({ rows }: { rows: Rows<'relatives'> }) {
  return (
    <RecordTable
      section="relatives"
      rows={rows}
      columns={(t) => [
        ['relative', ({ fullName }) => fullName],
        ['relation', ({ relation }) => relation],
        ['side', ({ side }) => codeLabel(t, 'side', side)],
        ['birthYear', ({ birthYear }) => birthYear],
        ['homeTown', ({ homeTown }) => homeTown],
        ['occupation', (row) => [row.occupation, row.workplace].filter(Boolean).join(', ')],
        ['residence', ({ residence }) => residence],
      ]}
    />
  );
}

export function PayTable({ rows }: { rows: Rows<'pay'> }) {
  return (
    <RecordTable
      section="pay"
      rows={rows}
      columns={(t) => [
        ['period', period],
        ['grade', ({ grade }) => `${grade.name} (${grade.code})`],
        ['step', ({ step }) => step],
        ['coefficient', ({ coefficient }) => coefficient && formatCoefficient(coefficient)],
        [
          'beyondFrame',
          (row) => Number(row.beyondFramePercent) > 0 && `${formatDecimal(row.beyondFramePercent)} %`,
        ],
        ['reserve', (row) => Number(row.reserveCoefficient) > 0 && formatCoefficient(row.reserveCoefficient)],
        [
          'positionAllowance',
          (row) => Number(row.positionAllowance) > 0 && formatCoefficient(row.positionAllowance),
        ],
        ['payReason', ({ reason }) => codeLabel(t, 'payReason', reason)],
        ['decision', ({ decision }) => decision && <DecisionLink decision={decision} />],
      ]}
    />
  );
}

export function DisciplineTable({ rows }: { rows: Rows<'disciplinaryActions'> }) {
  return (
    <RecordTable
      section="discipline"
      rows={rows}
      columns={(t) => [
        ['form', ({ form }) => codeLabel(t, 'discipline', form)],
        ['period', period],
        ['conduct', ({ conduct }) => conduct],
        ['decision', ({ decision }) => decision && <DecisionLink decision={decision} />],
      ]}
    />
  );
}

export function CommendationTable({ rows }: { rows: Rows<'commendations'> }) {
  return (
    <RecordTable
      section="commendations"
      rows={rows}
      columns={() => [
        ['form', ({ form }) => form],
        ['on', ({ on }) => formatDay(on)],
        ['reason', ({ reason }) => reason],
        ['decision', ({ decision }) => decision && <DecisionLink decision={decision} />],
      ]}
    />
  );
}
