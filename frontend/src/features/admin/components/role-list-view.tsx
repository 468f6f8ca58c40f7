import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { PageHeader, Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonPage } from '@/components/ui/skeleton';
import { RolesDocument } from '@/gql/graphql';
import { byDomain } from '../access-groups';
import { domainLabel } from '../grant-text';
import { AdminNav } from './admin-nav';
import styles from './admin.module.css';
import type { Role } from './selects';

/** Every role with what it permits, in words. */
export function RoleListView() {
  const { t, i18n } = useTranslation();
  const result = useQuery({ query: RolesDocument, variables: { lang: i18n.language } });
  return (
    <>
      <PageHeader title={t('admin.nav.roles')} detail={t('admin.role.about')} above={<AdminNav />} />
      <QueryView result={result} skeleton={<SkeletonPage />}>
        {({ roles }) => roles.map((role) => <RolePanel key={role.code} role={role} />)}
      </QueryView>
    </>
  );
}

function RolePanel({ role }: { role: Role }) {
  const { t } = useTranslation();
  return (
    <Panel
      title={role.label}
      extra={
        <Link to="/admin/grants" search={{ role: role.code }}>
          {t('admin.role.holders')}
        </Link>
      }
    >
      <div className={styles.domains}>
        {byDomain(role.permissions, ({ name }) => name).map(({ domain, rows }) => (
          <div key={domain}>
            <h3>{domainLabel(t, domain)}</h3>
            <ul className={styles.permissions}>
              {rows.map(({ name, label }) => (
                <li key={name}>
                  {label} <span className={styles.code}>{name}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Panel>
  );
}
