import { MenuFoldIcon, MenuIcon, MenuUnfoldIcon } from '@/components/ui/icons';
import { getRouteApi, Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { SessionEndNotice } from '@/features/auth/components/session-end';
import { WhyDrawer } from '@/features/auth/components/why-drawer';
import { useIdleLock } from '@/features/auth/use-idle-lock';
import { useOtherTabs } from '@/features/auth/use-other-tabs';
import { useNarrow } from '@/lib/use-narrow';
import { ViewerContext } from '@/lib/viewer';
import { WhyContext, type Lacking } from '@/lib/why';
import { AsOfBanner } from './as-of-banner';
import { AsOfBar } from './as-of-bar';
import { LanguageSwitch } from './language-switch';
import { Navigation } from './navigation';
import { QuickSearch } from './quick-search';
import styles from './shell.module.css';
import { WhoAmI } from './who-am-i';

const route = getRouteApi('/inside');
const storageKey = 'bienche.menu';

/** The frame around every page: menu by work, date, search, language, person. */
export function Shell() {
  const { viewer, session } = route.useRouteContext();
  const { t } = useTranslation();
  const narrow = useNarrow();
  const [collapsed, setCollapsed] = useState(localStorage.getItem(storageKey) === 'collapsed');
  const [menuOpen, setMenuOpen] = useState(false);
  const [lacking, setLacking] = useState<Lacking>();
  const onSignedOut = useCallback(() => session.signedOut(), [session]);
  const { lock } = useIdleLock(viewer.signIn.lockAfterSeconds);
  useOtherTabs(viewer.username, onSignedOut);

  function toggle() {
    localStorage.setItem(storageKey, collapsed ? 'open' : 'collapsed');
    setCollapsed(!collapsed);
  }

  return (
    <ViewerContext value={viewer}>
      <WhyContext value={setLacking}>
        <a className={styles.skip} href="#main">
          {t('common.skipToContent')}
        </a>
        <div className={styles.frame} data-collapsed={collapsed}>
          <header className={styles.top}>
            {narrow ? (
              <IconButton
                icon={<MenuIcon />}
                label={t('common.nav.open')}
                onClick={() => setMenuOpen(true)}
              />
            ) : (
              <IconButton
                icon={collapsed ? <MenuUnfoldIcon /> : <MenuFoldIcon />}
                label={t(collapsed ? 'common.nav.expand' : 'common.nav.collapse')}
                aria-expanded={!collapsed}
                onClick={toggle}
              />
            )}
            <Link to="/" className={styles.brand}>
              {t('common.product')}
            </Link>
            <QuickSearch />
            <div className={styles.asOf}>
              <AsOfBar />
            </div>
            <LanguageSwitch />
            <WhoAmI onLock={lock} />
          </header>
          <div className={styles.end}>
            <SessionEndNotice />
          </div>
          {!narrow && (
            <div className={styles.side}>
              <Navigation collapsed={collapsed} />
            </div>
          )}
          <Main />
        </div>
        {narrow && (
          <Drawer
            open={menuOpen}
            onClose={() => setMenuOpen(false)}
            title={t('common.product')}
            placement="left"
            width={280}
          >
            <div className={styles.drawerMenu}>
              <Navigation collapsed={false} onNavigate={() => setMenuOpen(false)} />
            </div>
          </Drawer>
        )}
        <WhyDrawer lacking={lacking} onClose={() => setLacking(undefined)} />
      </WhyContext>
    </ViewerContext>
  );
}

/** The page itself; busy while the address has changed and what it names is still on its way. */
function Main() {
  const moving = useRouterState({ select: ({ status }) => status === 'pending' });
  return (
    <main
      id="main"
      tabIndex={-1}
      className={styles.main}
      data-scroll-restoration-id="main"
      aria-busy={moving || undefined}
    >
      <AsOfBanner />
      <Outlet />
    </main>
  );
}
