import type { RolesQuery } from '@/gql/graphql';
import styles from './admin.module.css';

type Permission = RolesQuery['roles'][number]['permissions'][number];

/** What a role permits, in words, with the code that refusals and hidden fields name. */
export function PermissionList({ permissions, title }: { permissions: Permission[]; title: string }) {
  return (
    <div>
      <strong>{title}</strong>
      <ul className={styles.scroll} tabIndex={0} aria-label={title}>
        {permissions.map(({ name, label }) => (
          <li key={name}>{label}</li>
        ))}
      </ul>
    </div>
  );
}
