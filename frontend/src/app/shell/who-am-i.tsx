import { UserIcon } from '@/components/ui/icons';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { signOut } from '@/features/auth/api/session';
import { useViewer } from '@/lib/viewer';
import styles from './who-am-i.module.css';

const route = getRouteApi('/inside');

/** Who is signed in, at which unit and as what; the way to one's own record and account, to lock, and out. */
export function WhoAmI({ onLock }: { onLock: () => void }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const navigate = useNavigate();
  const { session } = route.useRouteContext();
  const role = viewer.roles[0];
  const place = viewer.unit?.shortName || viewer.unit?.name || role?.unit.name;

  async function leave() {
    await signOut().catch(() => undefined);
    session.restart();
    await navigate({ to: '/sign-in', ignoreBlocker: true });
  }

  const roles: MenuEntry[] = viewer.roles.map((item) => ({
    key: `${item.role}-${item.unit.id}`,
    disabled: true,
    label: `${item.label} – ${item.unit.name}`,
  }));
  const own: MenuEntry[] =
    viewer.staff == null
      ? []
      : [
          {
            key: 'own',
            label: t('auth.ownRecord'),
            onSelect: () => void navigate({ to: '/staff/$staffId', params: { staffId: viewer.staff!.id } }),
          },
        ];

  return (
    <Menu
      entries={[
        ...roles,
        'divider',
        ...own,
        { key: 'account', label: t('auth.account.title'), onSelect: () => void navigate({ to: '/account' }) },
        'divider',
        { key: 'lock', label: t('auth.lock.now'), onSelect: onLock },
        { key: 'out', label: t('auth.signOut'), onSelect: () => void leave() },
      ]}
    >
      <button type="button" className={styles.who} aria-haspopup="menu">
        <UserIcon />
        <span className={styles.text}>
          <strong>{viewer.displayName}</strong>
          <span>{[role?.label, place].filter(Boolean).join(' · ')}</span>
        </span>
      </button>
    </Menu>
  );
}
