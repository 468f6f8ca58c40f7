import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from '@/app/shell/language-switch';
import styles from './sign-in.module.css';

/** The page around everything that comes before the work. */
export function SignInFrame({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className={styles.page}>
      <div className={styles.card} data-wide={wide}>
        <header className={styles.head}>
          <h1>{t('common.product')}</h1>
          <p>{t('common.productLong')}</p>
        </header>
        {children}
      </div>
      <LanguageSwitch />
    </main>
  );
}
