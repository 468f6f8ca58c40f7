import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useViewer } from '@/lib/viewer';
import styles from './admin-nav.module.css';

const screens = [
  { key: 'users', to: '/admin/users', needs: 'auth.user:read' },
  { key: 'grants', to: '/admin/grants', needs: 'auth.grant:read' },
  { key: 'access', to: '/admin/access', needs: 'auth.grant:read' },
  { key: 'reviews', to: '/admin/reviews', needs: 'auth.grant:read' },
  { key: 'roles', to: '/admin/roles', needs: 'auth.grant:read' },
] as const;

/** The screens of administration beside one another: one entry of the main menu leads to all of them. */
export function AdminNav() {
  const { t } = useTranslation();
  const { permissions } = useViewer();
  return (
    <nav aria-label={t('admin.nav.label')}>
      <ul className={styles.list}>
        {screens
          .filter(({ needs }) => permissions.includes(needs))
          .map(({ key, to }) => (
            <li key={key}>
              <Link
                to={to}
                className={styles.link}
                activeOptions={{ includeSearch: false }}
                activeProps={{ 'aria-current': 'page' }}
              >
                {t(`admin.nav.${key}`)}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
