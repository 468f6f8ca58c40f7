import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListRows } from '@/components/list-rows';
import { Button } from '@/components/ui/button';
import type { Column } from '@/components/ui/data-table';
import { Notice } from '@/components/ui/notice';
import { EmptyState } from '@/components/ui/states';
import { GrantListDocument, type GrantRowFragment } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { useListChange } from '@/lib/use-list-change';
import { useMay } from '@/lib/viewer';
import { grantFilterOf } from '../filter';
import type { GrantSearch } from '../search';
import { useMayEnd, type MayEnd } from '../use-may-end';
import styles from './admin.module.css';
import { CreateGrantDialog, EndGrantDialog } from './grant-dialogs';
import { actColumn, grantColumns } from './grant-columns';
import { GrantHead } from './list-heads';

const route = getRouteApi('/inside/admin/grants');
const pageSize = 50;
const context = { additionalTypenames: ['RoleGrant'] };

/** Who holds which role where on the day looked at, by which decision. */
export function GrantListView({ tools }: { tools: ReactNode }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const search = route.useSearch();
  const manages = useMay('auth.grant:manage');
  const mayEnd = useMayEnd();
  const [granting, setGranting] = useState(false);
  const [ending, setEnding] = useState<GrantRowFragment>();
  const [done, setDone] = useState<string>();
  const result = useQuery({
    query: GrantListDocument,
    variables: {
      filter: grantFilterOf(search, asOf),
      first: pageSize,
      after: search.after,
      lang: i18n.language,
    },
    context,
  });
  const change = useListChange<GrantSearch>();
  const filtered = search.q ?? search.role ?? search.unit ?? search.lent ?? search.due;

  return (
    <>
      <GrantHead
        search={search}
        onChange={change}
        actions={
          <>
            {tools}
            {manages && <GrantActions onGrant={() => setGranting(true)} />}
          </>
        }
      />
      {done && <Notice tone="success">{done}</Notice>}
      <ListRows
        result={result}
        rowsOf={({ grants }) => grants}
        caption={t('admin.grants.caption')}
        tall
        columns={columns(t, mayEnd, setEnding)}
        empty={() => (
          <EmptyState title={t(filtered ? 'admin.grants.noMatch' : 'admin.grants.none')}>
            {t('admin.grants.noneText', { day: formatDay(asOf) })}
          </EmptyState>
        )}
        place={search}
        onMove={change}
        size={pageSize}
      />
      {granting && <CreateGrantDialog onClose={() => setGranting(false)} onDone={setDone} />}
      {ending && <EndGrantDialog grant={ending} onClose={() => setEnding(undefined)} onDone={setDone} />}
    </>
  );
}

function GrantActions({ onGrant }: { onGrant: () => void }) {
  const { t } = useTranslation();
  const imports = useMay('exchange.grants:import');
  return (
    <>
      {imports && (
        <Link to="/exchange/import" search={{ kind: 'grants' }}>
          {t('admin.grants.import')}
        </Link>
      )}
      <Button kind="primary" aria-haspopup="dialog" onClick={onGrant}>
        {t('admin.grants.create')}
      </Button>
    </>
  );
}

function columns(
  t: TFunction,
  mayEnd: MayEnd,
  onEnd: (grant: GrantRowFragment) => void,
): Column<GrantRowFragment>[] {
  const { role, unit, period, decision, lentBy, reviewed } = grantColumns(t);
  const user: Column<GrantRowFragment> = {
    id: 'user',
    header: t('admin.grant.user'),
    inCard: true,
    cell: ({ user: { id, displayName, username } }) => (
      <>
        <Link to="/admin/users/$userId" params={{ userId: id }}>
          {displayName}
        </Link>
        <div className={styles.soft}>{username}</div>
      </>
    ),
  };
  const act = actColumn(t, t('admin.grants.end'), mayEnd, onEnd);
  return [user, role, unit, period, decision, lentBy, reviewed, act];
}
