import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import styles from './unit-path.module.css';

interface UnitPathProps {
  /** From the province down. */
  units: { id: string; name: string }[];
  /** Where the links lead: to the units' own pages, or to the headcount report of each. */
  target?: 'unit' | 'report';
}

/** The units above, as links: where one is. */
export function UnitPath({ units, target = 'unit' }: UnitPathProps) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('common.breadcrumb')}>
      <ol className={styles.path}>
        {units.map((unit) => (
          <li key={unit.id}>
            {target === 'unit' ? (
              <Link to="/org/$unitId" params={{ unitId: unit.id }}>
                {unit.name}
              </Link>
            ) : (
              <Link to="/report/headcount" search={{ unit: unit.id }}>
                {unit.name}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
