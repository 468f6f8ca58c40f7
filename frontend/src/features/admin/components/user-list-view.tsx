import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListRows } from '@/components/list-rows';
import { Button } from '@/components/ui/button';
import type { Column } from '@/components/ui/data-table';
import { Figure, Text } from '@/components/ui/figure';
import { EmptyState } from '@/components/ui/states';
import { UserListDocument, type UserListQuery } from '@/gql/graphql';
import { formatInstant, today } from '@/lib/day';
import { useListChange } from '@/lib/use-list-change';
import { useMay } from '@/lib/viewer';
import { userFilterOf } from '../filter';
import type { UserSearch } from '../search';
import styles from './admin.module.css';
import { CreateUserDialog } from './user-dialogs';
import { UserHead } from './list-heads';
import { UserPanel } from './user-panel';
import { UserState } from './user-state';

const route = getRouteApi('/inside/admin/users');
const pageSize = 50;
const shownRoles = 2;
// An empty list holds no user by which the cache would know that a new one concerns it.
const context = { additionalTypenames: ['User', 'RoleGrant'] };

type Row = UserListQuery['users']['edges'][number]['node'];

/** Who may sign in, in what state, with which roles today. */
export function UserListView({ tools }: { tools: ReactNode }) {
  const { t, i18n } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const manages = useMay('auth.user:manage');
  const [creating, setCreating] = useState(false);
  const result = useQuery({
    query: UserListDocument,
    variables: {
      filter: userFilterOf(search),
      asOf: today(),
      first: pageSize,
      after: search.after,
      lang: i18n.language,
    },
    context,
  });
  const change = useListChange<UserSearch>();
  const open = (id: string | undefined) => void navigate({ search: (before) => ({ ...before, open: id }) });
  const filtered = search.q ?? search.state ?? search.role ?? search.unit;

  return (
    <>
      <UserHead
        search={search}
        onChange={change}
        actions={
          <>
            {tools}
            {manages && (
              <Button kind="primary" aria-haspopup="dialog" onClick={() => setCreating(true)}>
                {t('admin.users.create')}
              </Button>
            )}
          </>
        }
      />
      <ListRows
        result={result}
        rowsOf={({ users }) => users}
        caption={t('admin.users.caption')}
        tall
        columns={columns(t, open)}
        current={search.open}
        onOpen={({ id }) => open(id)}
        empty={() => (
          <EmptyState title={t(filtered ? 'admin.users.noMatch' : 'admin.users.none')}>
            {t(filtered ? 'admin.users.noMatchText' : 'admin.users.noneText')}
          </EmptyState>
        )}
        place={search}
        onMove={change}
        size={pageSize}
      />
      <UserPanel id={search.open} onClose={() => open(undefined)} />
      {creating && (
        <CreateUserDialog
          onClose={() => setCreating(false)}
          onCreated={(id) => {
            setCreating(false);
            open(id);
          }}
        />
      )}
    </>
  );
}

function opensElsewhere(event: MouseEvent): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
}

function columns(t: TFunction, onOpen: (id: string) => void): Column<Row>[] {
  return [
    {
      id: 'name',
      header: t('admin.users.name'),
      cell: ({ id, displayName, username }) => (
        <>
          <Link
            to="/admin/users/$userId"
            params={{ userId: id }}
            onClick={(event) => {
              if (opensElsewhere(event)) return;
              event.preventDefault();
              onOpen(id);
            }}
          >
            {displayName}
          </Link>
          <div className={styles.soft}>{username}</div>
        </>
      ),
    },
    { id: 'state', header: t('admin.users.state'), inCard: true, cell: (user) => <UserState user={user} /> },
    {
      id: 'roles',
      header: t('admin.users.rolesToday'),
      inCard: true,
      cell: ({ grants }) => <RolesToday grants={grants} />,
    },
    {
      id: 'lastSignIn',
      header: t('admin.users.lastSignIn'),
      inCard: true,
      cell: ({ lastSignInAt }) => <Text>{lastSignInAt && formatInstant(lastSignInAt)}</Text>,
    },
    {
      id: 'secondFactor',
      header: t('admin.users.secondFactor'),
      cell: ({ secondFactor }) => t(secondFactor ? 'admin.users.factorOn' : 'admin.users.factorOff'),
    },
    {
      id: 'sessions',
      header: t('admin.users.sessions'),
      align: 'right',
      cell: ({ openSessions }) => <Figure value={openSessions} />,
    },
  ];
}

function RolesToday({ grants }: { grants: Row['grants'] }) {
  const { t } = useTranslation();
  if (grants.length === 0) return <span className={styles.soft}>{t('admin.users.noRoles')}</span>;
  return (
    <div className={styles.lines}>
      {grants.slice(0, shownRoles).map(({ id, role, unit }) => (
        <span key={id}>
          {role.label} <span className={styles.soft}>· {unit.name}</span>
        </span>
      ))}
      {grants.length > shownRoles && (
        <span className={styles.soft}>
          {t('admin.users.moreRoles', { count: grants.length - shownRoles })}
        </span>
      )}
    </div>
  );
}
