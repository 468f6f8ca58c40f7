import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from '@/app/shell/language-switch';
import { SignInForm } from '@/features/auth/components/sign-in-form';
import styles from './sign-in.module.css';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { t } = useTranslation();
  const { next } = route.useSearch();
  const router = useRouter();
  const { session } = route.useRouteContext();

  function enter() {
    session.restart();
    router.history.push(next ?? '/');
  }

  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <header className={styles.head}>
          <h1>{t('common.product')}</h1>
          <p>{t('common.productLong')}</p>
        </header>
        <SignInForm onDone={enter} />
      </div>
      <LanguageSwitch />
    </main>
  );
}
