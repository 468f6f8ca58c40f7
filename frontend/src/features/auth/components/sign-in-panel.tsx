import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { SkeletonText } from '@/components/ui/skeleton';
import { providerAddress, signInWays, type SignInWays } from '../api/session';
import { SignInForm } from './sign-in-form';
import styles from './sign-in-form.module.css';

interface SignInPanelProps {
  /** Where the person wanted to go: the provider comes back to it. */
  next: string;
  /** Why the provider's answer was not taken. */
  refused?: string;
  onDone: () => void;
}

const refusals: Record<string, string | undefined> = {
  oidc_unknown: 'auth.refused.oidc_unknown',
  oidc_away: 'auth.refused.oidc_away',
};

/** Signing in, by the ways that are switched on here. */
export function SignInPanel({ next, refused, onDone }: SignInPanelProps) {
  const { t } = useTranslation();
  const [ways, setWays] = useState<SignInWays>();

  useEffect(() => {
    // Name and password are tried when the question fails: the sign-in itself will say what is wrong.
    void signInWays().then(setWays, () => setWays({ local: true, oidc: null }));
  }, []);

  if (ways === undefined) return <SkeletonText rows={4} />;
  const { local, oidc } = ways;
  return (
    <div className={styles.form}>
      {refused !== undefined && (
        <Notice tone="error">{t(refusals[refused] ?? 'auth.refused.oidc_failed')}</Notice>
      )}
      {local && <SignInForm onDone={onDone} />}
      {local && oidc && <span className={styles.or}>{t('auth.or')}</span>}
      {oidc && (
        <Button kind={local ? 'default' : 'primary'} block href={providerAddress(next)}>
          {t('auth.byProvider', { name: oidc.name })}
        </Button>
      )}
      {!local && !oidc && <Notice tone="warning">{t('auth.noWay')}</Notice>}
    </div>
  );
}
