import { useTranslation } from 'react-i18next';
import { ScreenNav } from '@/components/screen-nav';
import { useViewer } from '@/lib/viewer';

const screens = [
  { key: 'users', to: '/admin/users', needs: 'auth.user:read' },
  { key: 'grants', to: '/admin/grants', needs: 'auth.grant:read' },
  { key: 'access', to: '/admin/access', needs: 'auth.grant:read' },
  { key: 'reviews', to: '/admin/reviews', needs: 'auth.grant:read' },
  { key: 'roles', to: '/admin/roles', needs: 'auth.grant:read' },
] as const;

/** The screens of administration that the reader may use. */
export function AdminNav() {
  const { t } = useTranslation();
  const { permissions } = useViewer();
  return (
    <ScreenNav
      label={t('admin.nav.label')}
      screens={screens
        .filter(({ needs }) => permissions.includes(needs))
        .map(({ key, to }) => ({ to, label: t(`admin.nav.${key}`) }))}
    />
  );
}
