import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './page.module.css';

interface PageHeaderProps {
  title: string;
  /** Beside the title: what kind of thing, its code, its state. */
  detail?: ReactNode;
  above?: ReactNode;
  actions?: ReactNode;
}

/** The one h1 of a page, which is also the title of the browser's tab. */
export function PageHeader({ title, detail, above, actions }: PageHeaderProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} – ${t('common.product')}`;
  }, [title, t]);
  return (
    <header className={styles.header}>
      {above}
      <div className={styles.line}>
        <h1>{title}</h1>
        {detail !== undefined && <div className={styles.detail}>{detail}</div>}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
    </header>
  );
}

interface PanelProps {
  title?: string;
  extra?: ReactNode;
  /** No padding around the content: for tables. */
  flush?: boolean;
  children: ReactNode;
}

/** A titled block of a page. */
export function Panel({ title, extra, flush = false, children }: PanelProps) {
  return (
    <section className={styles.panel} aria-label={title}>
      {title !== undefined && (
        <div className={styles.panelHead}>
          <h2>{title}</h2>
          {extra}
        </div>
      )}
      <div className={flush ? undefined : styles.panelBody}>{children}</div>
    </section>
  );
}

/** Controls in a row that wraps: filters and actions above a table. */
export function Toolbar({ children }: { children: ReactNode }) {
  return <div className={styles.toolbar}>{children}</div>;
}

/** Blocks side by side where the screen is wide enough. */
export function Columns({ children }: { children: ReactNode }) {
  return <div className={styles.columns}>{children}</div>;
}
