import { Link, useLocation, type LinkProps } from '@tanstack/react-router';
import styles from './screen-nav.module.css';

interface ScreenNavProps {
  label: string;
  screens: { to: NonNullable<LinkProps['to']>; label: string }[];
}

/** Screens of one domain beside one another: one entry of the main menu leads to all of them. */
export function ScreenNav({ label, screens }: ScreenNavProps) {
  const { pathname } = useLocation();
  // A page below several of them belongs to the one with the longest address.
  const current = screens
    .filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
    .sort((a, b) => b.to.length - a.to.length)[0];
  return (
    <nav aria-label={label}>
      <ul className={styles.list}>
        {screens.map((screen) => (
          <li key={screen.to}>
            <Link
              to={screen.to}
              className={styles.link}
              activeOptions={{ exact: true, includeSearch: false }}
              aria-current={screen === current ? 'page' : undefined}
            >
              {screen.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
