import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Drawer } from '@/components/ui/drawer';
import { Fact, Facts } from '@/components/ui/facts';
import { Figure, Text } from '@/components/ui/figure';
import { Notice } from '@/components/ui/notice';
import { PageHeader, Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonPage, SkeletonText } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { UserDetailDocument, type UserDetailQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatInstant, today } from '@/lib/day';
import { phaseOf } from '../grant-text';
import { AdminNav } from './admin-nav';
import styles from './admin.module.css';
import { UserActs } from './user-acts';
import { UserGrants } from './user-grants';
import { UserState } from './user-state';

const route = getRouteApi('/inside/admin/users/$userId');
const context = { additionalTypenames: ['User', 'RoleGrant'] };

export type UserDetail = NonNullable<UserDetailQuery['user']>;

/** On today the grants to come are listed too, on another day those of that day alone. */
function useUser(id: string) {
  const { i18n } = useTranslation();
  const asOf = useAsOf();
  return useQuery({
    query: UserDetailDocument,
    variables: { id, asOf: asOf === today() ? undefined : asOf, lang: i18n.language },
    context,
  });
}

/** One user beside the list: the list stays where it was. */
export function UserPanel({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer open={id !== undefined} onClose={onClose} title={t('admin.user.title')} width={600} modal={false}>
      {id !== undefined && <PanelContent key={id} id={id} />}
    </Drawer>
  );
}

function PanelContent({ id }: { id: string }) {
  const { t } = useTranslation();
  const result = useUser(id);
  const reload = () => result[1]({ requestPolicy: 'network-only' });
  return (
    <QueryView keep result={result} skeleton={<SkeletonText rows={8} />}>
      {({ user }) =>
        user ? (
          <div className={styles.stack}>
            <div>
              <h2>{user.displayName}</h2>
              <Link to="/admin/users/$userId" params={{ userId: user.id }}>
                {t('admin.user.full')}
              </Link>
            </div>
            <UserContent user={user} onReload={reload} narrow />
          </div>
        ) : (
          <EmptyState title={t('common.error.NOT_FOUND')} />
        )
      }
    </QueryView>
  );
}

/** The same as a page of its own. */
export function UserView() {
  const { t } = useTranslation();
  const { userId } = route.useParams();
  const result = useUser(userId);
  const reload = () => result[1]({ requestPolicy: 'network-only' });
  return (
    <QueryView keep result={result} skeleton={<SkeletonPage />}>
      {({ user }) =>
        user ? (
          <>
            <PageHeader title={user.displayName} detail={user.username} above={<AdminNav />} />
            <UserContent key={user.id} user={user} onReload={reload} />
          </>
        ) : (
          <EmptyState page title={t('common.error.NOT_FOUND')} />
        )
      }
    </QueryView>
  );
}

interface UserContentProps {
  user: UserDetail;
  onReload: () => void;
  narrow?: boolean;
}

function UserContent({ user, onReload, narrow }: UserContentProps) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const inForce = user.grants.filter((grant) => phaseOf(grant, asOf) === 'inForce');
  return (
    <>
      {user.state !== 'DISABLED' && inForce.length === 0 && (
        <Notice tone="info">{t('admin.user.noGrants')}</Notice>
      )}
      <UserActs user={user} onReload={onReload} />
      <Panel title={t('admin.user.account')}>
        <Facts>
          <Fact label={t('admin.users.username')}>{user.username}</Fact>
          <Fact label={t('admin.users.state')}>
            <UserState user={user} />
          </Fact>
          <Fact label={t('admin.users.lastSignIn')}>
            {user.lastSignInAt ? formatInstant(user.lastSignInAt) : t('admin.user.neverSignedIn')}
          </Fact>
          <Fact label={t('admin.users.secondFactor')}>
            {t(user.secondFactor ? 'admin.users.factorOn' : 'admin.users.factorOff')}
          </Fact>
          <Fact label={t('admin.users.sessions')}>
            <Figure value={user.openSessions} />
          </Fact>
          <Fact label={t('admin.users.staffCode')}>
            {user.staff ? (
              <Link to="/staff/$staffId" params={{ staffId: user.staff.id }}>
                {user.staff.code}
              </Link>
            ) : (
              <Text>{undefined}</Text>
            )}
          </Fact>
        </Facts>
        <p>
          <Link to="/admin/access" search={{ user: user.id }}>
            {t('admin.user.seeAccess')}
          </Link>
        </p>
      </Panel>
      <UserGrants user={user} narrow={narrow} />
    </>
  );
}
