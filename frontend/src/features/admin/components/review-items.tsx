import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Tag } from '@/components/ui/chip';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { FilterToggle } from '@/components/ui/filter-toggle';
import { UnitLink } from '@/components/unit-link';
import type { ReviewItemsQuery } from '@/gql/graphql';
import { formatInstant } from '@/lib/day';
import styles from './admin.module.css';
import { GrantPeriod } from './grant-place';
import { ReviewDecisionDialog } from './review-decision-dialog';

export type ReviewItem = NonNullable<ReviewItemsQuery['grantReview']>['items']['edges'][number]['node'];

interface ReviewItemsProps {
  items: ReviewItem[];
  onDone: (message: string) => void;
}

const isOpen = ({ mayDecide, outcome }: ReviewItem) => mayDecide && !outcome;

/** The grants of a campaign; those that the reader may decide are ticked and decided together. */
export function ReviewItems({ items, onDone }: ReviewItemsProps) {
  const { t } = useTranslation();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [verdict, setVerdict] = useState<'confirm' | 'end'>();
  const decidable = items.filter(isOpen);
  const chosen = decidable.filter(({ id }) => ticked.includes(id));
  const all = decidable.length > 0 && chosen.length === decidable.length;
  const toggle = (id: string, on: boolean) =>
    setTicked((before) => (on ? [...before, id] : before.filter((item) => item !== id)));

  return (
    <>
      {decidable.length > 0 && (
        <div className={styles.bar}>
          <FilterToggle
            label={t('admin.review.tickAll', { count: decidable.length })}
            on={all}
            onChange={(on) => setTicked(on ? decidable.map(({ id }) => id) : [])}
          />
          <span role="status">{t('admin.review.ticked', { count: chosen.length })}</span>
          <Button kind="primary" disabled={chosen.length === 0} onClick={() => setVerdict('confirm')}>
            {t('admin.review.confirm')}
          </Button>
          <Button kind="danger" disabled={chosen.length === 0} onClick={() => setVerdict('end')}>
            {t('admin.review.end')}
          </Button>
        </div>
      )}
      <DataTable
        caption={t('admin.review.caption')}
        columns={columns(t, ticked, toggle)}
        rows={items}
        rowKey={({ id }) => id}
      />
      {verdict && (
        <ReviewDecisionDialog
          items={chosen}
          confirm={verdict === 'confirm'}
          onClose={() => setVerdict(undefined)}
          onDone={(message) => {
            setVerdict(undefined);
            setTicked([]);
            onDone(message);
          }}
        />
      )}
    </>
  );
}

function columns(
  t: TFunction,
  ticked: readonly string[],
  toggle: (id: string, on: boolean) => void,
): Column<ReviewItem>[] {
  const column = (id: string, header: string, cell: Column<ReviewItem>['cell']) => ({
    id,
    header,
    cell,
    inCard: true,
  });
  return [
    column('user', t('admin.grant.user'), (item) => {
      const name = `${item.grant.user.displayName} (${item.grant.user.username})`;
      if (!isOpen(item)) return name;
      return (
        <FilterToggle label={name} on={ticked.includes(item.id)} onChange={(on) => toggle(item.id, on)} />
      );
    }),
    column('role', t('admin.grant.role'), ({ grant }) => grant.role.label),
    column('unit', t('admin.grant.unit'), ({ grant }) => <UnitLink unit={grant.unit} />),
    column('period', t('admin.grant.period'), ({ grant }) => <GrantPeriod grant={grant} />),
    column('decision', t('admin.grant.decision'), ({ grant }) => <Text>{grant.decisionNumber}</Text>),
    column('lentBy', t('admin.grant.lentBy'), ({ grant }) => <Text>{grant.delegatedBy?.displayName}</Text>),
    column('outcome', t('admin.review.outcome'), (item) => <Outcome item={item} />),
  ];
}

function Outcome({ item: { outcome, decidedBy, decidedAt, note, mayDecide } }: { item: ReviewItem }) {
  const { t } = useTranslation();
  if (!outcome) {
    return (
      <span className={styles.soft}>{t(mayDecide ? 'admin.review.waitsForYou' : 'admin.review.waits')}</span>
    );
  }
  const confirmed = outcome === 'CONFIRMED';
  return (
    <div className={styles.lines}>
      <Tag tone={confirmed ? 'green' : 'red'}>
        {t(confirmed ? 'admin.review.wasConfirmed' : 'admin.review.wasEnded')}
      </Tag>
      {decidedBy && decidedAt && (
        <span className={styles.soft}>
          {t('admin.review.decided', { by: decidedBy, at: formatInstant(decidedAt) })}
        </span>
      )}
      {note && <span>{note}</span>}
    </div>
  );
}
