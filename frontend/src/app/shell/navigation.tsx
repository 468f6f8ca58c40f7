import {
  ApartmentIcon,
  AuditIcon,
  BarChartIcon,
  CalculatorIcon,
  BookIcon,
  CheckCircleIcon,
  HomeIcon,
  ImportIcon,
  LineChartIcon,
  SafetyIcon,
  SolutionIcon,
  TeamIcon,
} from '@/components/ui/icons';
import { Link, useLocation } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { changeGrants } from '@/features/staff/change-fields';
import { useViewer } from '@/lib/viewer';
import styles from './navigation.module.css';

interface Entry {
  key: string;
  to:
    | '/'
    | '/org'
    | '/position'
    | '/staff'
    | '/staff/changes'
    | '/decision'
    | '/report/headcount'
    | '/report/period'
    | '/law'
    | '/calculators'
    | '/exchange/import'
    | '/admin';
  icon: ComponentType;
  /** Shown to those who may do one of these somewhere; to all when absent. */
  needs?: string[];
}

const entries: Entry[] = [
  { key: 'home', to: '/', icon: HomeIcon },
  { key: 'org', to: '/org', icon: ApartmentIcon, needs: ['org.unit:read'] },
  { key: 'position', to: '/position', icon: SolutionIcon, needs: ['position.catalogue:read'] },
  { key: 'staff', to: '/staff', icon: TeamIcon, needs: ['staff.core:read'] },
  { key: 'staffChanges', to: '/staff/changes', icon: CheckCircleIcon, needs: changeGrants },
  { key: 'decisions', to: '/decision', icon: AuditIcon, needs: ['decision.document:read'] },
  {
    key: 'headcountReport',
    to: '/report/headcount',
    icon: BarChartIcon,
    needs: ['report.headcount:read'],
  },
  { key: 'periodReport', to: '/report/period', icon: LineChartIcon, needs: ['report.period:read'] },
  { key: 'law', to: '/law', icon: BookIcon },
  { key: 'calculators', to: '/calculators', icon: CalculatorIcon, needs: ['calculator:use'] },
  {
    key: 'import',
    to: '/exchange/import',
    icon: ImportIcon,
    needs: [
      'exchange.units:import',
      'exchange.quotas:import',
      'exchange.staff:import',
      'exchange.grants:import',
    ],
  },
  { key: 'admin', to: '/admin', icon: SafetyIcon, needs: ['auth.user:read', 'auth.grant:read'] },
];

/** A page with an entry of its own lights that one alone, not also the entry of the address above it. */
function isEntry(pathname: string): boolean {
  return entries.some(({ to }) => to === pathname);
}

export function Navigation({ collapsed, onNavigate }: { collapsed: boolean; onNavigate?: () => void }) {
  const { t } = useTranslation();
  const { permissions, staff } = useViewer();
  const { pathname } = useLocation();
  const allowed = entries.filter(
    ({ needs }) => needs === undefined || needs.some((act) => permissions.includes(act)),
  );
  const label = collapsed ? 'visually-hidden' : undefined;
  return (
    <nav aria-label={t('common.nav.label')}>
      <ul className={styles.list}>
        {allowed.map(({ key, to, icon: Icon }) => (
          <li key={key}>
            <Link
              to={to}
              className={styles.link}
              activeOptions={{ exact: to === '/' || isEntry(pathname), includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
              title={collapsed ? t(`common.nav.${key}`) : undefined}
              onClick={onNavigate}
            >
              <Icon />
              <span className={label}>{t(`common.nav.${key}`)}</span>
            </Link>
          </li>
        ))}
        {staff && !permissions.includes('staff.core:read') && (
          <li>
            <Link
              to="/staff/$staffId"
              params={{ staffId: staff.id }}
              className={styles.link}
              activeProps={{ 'aria-current': 'page' }}
              title={collapsed ? t('auth.ownRecord') : undefined}
              onClick={onNavigate}
            >
              <SolutionIcon />
              <span className={label}>{t('auth.ownRecord')}</span>
            </Link>
          </li>
        )}
      </ul>
    </nav>
  );
}
