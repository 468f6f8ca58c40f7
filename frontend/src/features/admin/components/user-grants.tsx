import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { DataCards } from '@/components/ui/data-cards';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { Panel } from '@/components/ui/page';
import { UnitLink } from '@/components/unit-link';
import { useAsOf } from '@/lib/as-of';
import { formatDay, today } from '@/lib/day';
import { useMay } from '@/lib/viewer';
import { useMayEnd, type MayEnd } from '../use-may-end';
import styles from './admin.module.css';
import { CreateGrantDialog, EndGrantDialog } from './grant-dialogs';
import { GrantPeriod, GrantReviewed } from './grant-place';
import type { UserDetail } from './user-panel';

type Grant = UserDetail['grants'][number];

/** What a user holds on the day looked at, and today also what is to come; the latest first. */
export function UserGrants({ user, narrow = false }: { user: UserDetail; narrow?: boolean }) {
  // Beside the list there is room for cards only.
  const Table = narrow ? DataCards : DataTable;
  const { t } = useTranslation();
  const asOf = useAsOf();
  const mayEnd = useMayEnd();
  const manages = useMay('auth.grant:manage');
  const [granting, setGranting] = useState(false);
  const [ending, setEnding] = useState<Grant>();
  const title = t(asOf === today() ? 'admin.user.grants' : 'admin.user.grantsOn', { day: formatDay(asOf) });
  const rows = [...user.grants].sort((a, b) => b.from.localeCompare(a.from));
  return (
    <Panel
      title={title}
      flush
      extra={
        manages && (
          <Button aria-haspopup="dialog" onClick={() => setGranting(true)}>
            {t('admin.grants.create')}
          </Button>
        )
      }
    >
      {rows.length === 0 ? (
        <p className={styles.note}>{t('admin.user.grantsNone')}</p>
      ) : (
        <Table caption={title} columns={columns(t, mayEnd, setEnding)} rows={rows} rowKey={({ id }) => id} />
      )}
      {granting && <CreateGrantDialog userId={user.id} onClose={() => setGranting(false)} />}
      {ending && <EndGrantDialog grant={ending} onClose={() => setEnding(undefined)} />}
    </Panel>
  );
}

function columns(t: TFunction, mayEnd: MayEnd, onEnd: (grant: Grant) => void): Column<Grant>[] {
  const column = (id: string, header: string, cell: Column<Grant>['cell']) => ({
    id,
    header,
    cell,
    inCard: true,
  });
  return [
    column('role', t('admin.grant.role'), ({ role }) => role.label),
    column('unit', t('admin.grant.unit'), ({ unit: { id, name, ancestors } }) => (
      <>
        <UnitLink unit={{ id, name }} />
        <div className={styles.soft}>{ancestors.map((unit) => unit.name).join(' › ')}</div>
      </>
    )),
    column('period', t('admin.grant.period'), (grant) => <GrantPeriod grant={grant} />),
    column('decision', t('admin.grant.decision'), ({ decisionNumber }) => <Text>{decisionNumber}</Text>),
    column('lentBy', t('admin.grant.lentBy'), ({ delegatedBy }) => <Text>{delegatedBy?.displayName}</Text>),
    column('reviewed', t('admin.grant.reviewed'), (grant) => <GrantReviewed grant={grant} />),
    column('act', t('admin.act'), (grant) =>
      mayEnd(grant) ? (
        <Button aria-haspopup="dialog" onClick={() => onEnd(grant)}>
          {t('admin.grants.end')}
        </Button>
      ) : (
        <Text>{undefined}</Text>
      ),
    ),
  ];
}
