import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { UnitLink } from '@/components/unit-link';
import type { ChoiceRowFragment } from '@/gql/graphql';
import { formatInstant } from '@/lib/day';
import { periodText } from '../period-text';
import { ChoiceActs } from './choice-acts';
import { ChoiceGround } from './choice-ground';
import { ChoiceState, ChosenValue, LawBeside } from './choice-value';
import styles from './law.module.css';

interface ColumnWords {
  t: TFunction;
  onDone: (message: string) => void;
  onReload: () => void;
}

/** The columns of a list of choices, the parameter first. */
export function choiceColumns(words: ColumnWords): Column<ChoiceRowFragment>[] {
  const { t } = words;
  const parameter: Column<ChoiceRowFragment> = {
    id: 'parameter',
    header: t('law.parameter'),
    cell: ({ parameter: id, label }) => (
      <Link to="/law/parameters/$parameterId" params={{ parameterId: id }}>
        {label}
      </Link>
    ),
  };
  return [parameter, ...ownColumns(words)];
}

/** The columns of the choices of one parameter, the unit first. */
export function ownColumns({ t, onDone, onReload }: ColumnWords): Column<ChoiceRowFragment>[] {
  return [
    {
      id: 'unit',
      header: t('law.choice.unit'),
      cell: ({ unit }) => (unit ? <UnitLink unit={unit} /> : <Text>{null}</Text>),
    },
    {
      id: 'value',
      header: t('law.choice.chosen'),
      inCard: true,
      cell: (choice) => <ChosenValue choice={choice} />,
    },
    { id: 'law', header: t('law.choice.law'), inCard: true, cell: (choice) => <LawBeside choice={choice} /> },
    { id: 'period', header: t('law.choice.period'), inCard: true, cell: (row) => periodText(t, row) },
    {
      id: 'decision',
      header: t('decision.title'),
      cell: (choice) => (
        <div className={styles.lines}>
          <ChoiceGround choice={choice} />
          {choice.note && <span className={styles.soft}>{choice.note}</span>}
        </div>
      ),
    },
    { id: 'state', header: t('law.choice.state'), inCard: true, cell: (row) => <Progress row={row} t={t} /> },
    {
      id: 'acts',
      header: t('law.choice.acts'),
      inCard: true,
      cell: (choice) => <ChoiceActs choice={choice} onDone={onDone} onReload={onReload} />,
    },
  ];
}

/** Where a proposal stands, who brought it there and why. */
function Progress({ row, t }: { row: ChoiceRowFragment; t: TFunction }) {
  const { state, proposedBy, proposedAt, decidedBy, decidedAt, reason } = row;
  return (
    <div className={styles.lines}>
      <ChoiceState state={state} />
      <span className={styles.soft}>
        {t('law.choice.proposed', { by: proposedBy, at: formatInstant(proposedAt) })}
      </span>
      {state !== 'PROPOSED' && decidedBy && decidedAt && (
        <span className={styles.soft}>
          {t(`law.choice.settled.${state}`, { by: decidedBy, at: formatInstant(decidedAt) })}
        </span>
      )}
      {reason && <span className={styles.soft}>{t('law.choice.because', { reason })}</span>}
    </div>
  );
}
