import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { DataCards } from '@/components/ui/data-cards';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Panel } from '@/components/ui/page';
import { UnitLink } from '@/components/unit-link';
import { useAsOf } from '@/lib/as-of';
import { formatDay, today } from '@/lib/day';
import { useMay } from '@/lib/viewer';
import { useMayEnd, type MayEnd } from '../use-may-end';
import styles from './admin.module.css';
import { actColumn, grantColumns } from './grant-columns';
import { CreateGrantDialog, EndGrantDialog } from './grant-dialogs';
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
  const { role, unit, period, decision, lentBy, reviewed } = grantColumns(t);
  const place: Column<Grant> = {
    ...unit,
    cell: ({ unit: { id, name, ancestors } }) => (
      <>
        <UnitLink unit={{ id, name }} />
        <div className={styles.soft}>{ancestors.map((above) => above.name).join(' › ')}</div>
      </>
    ),
  };
  const act = actColumn(t, t('admin.grants.end'), mayEnd, onEnd);
  return [role, place, period, decision, lentBy, reviewed, act];
}
