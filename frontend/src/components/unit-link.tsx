import { Link } from '@tanstack/react-router';
import styles from './unit-link.module.css';

interface UnitLinkProps {
  unit: { id: string; name: string; parent?: { name: string } | null };
  tab?: 'headcount';
}

/** A unit by its name, and by the unit above it: a hundred communes have a "Phòng Kinh tế". */
export function UnitLink({ unit, tab }: UnitLinkProps) {
  return (
    <>
      <Link to="/org/$unitId" params={{ unitId: unit.id }} search={{ tab }} className={styles.link}>
        {unit.name}
      </Link>
      {unit.parent && <span className={styles.parent}> · {unit.parent.name}</span>}
    </>
  );
}
