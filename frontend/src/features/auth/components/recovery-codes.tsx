import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { printLines } from '@/lib/print-lines';
import styles from './account.module.css';

/** The codes that stand in when the telephone is lost: shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState<boolean>();

  async function copy() {
    // Without TLS a browser has no clipboard to offer.
    const done = navigator.clipboard?.writeText(codes.join('\n')).then(
      () => true,
      () => false,
    );
    setCopied((await done) ?? false);
  }

  return (
    <div className={styles.steps}>
      <Notice tone="warning" title={t('auth.totp.codesTitle')}>
        {t('auth.totp.codesText')}
      </Notice>
      <ul className={styles.codes} aria-label={t('auth.totp.codes')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button onClick={() => void copy()}>{t('auth.totp.copy')}</Button>
        <Button onClick={() => printLines(t('auth.totp.codes'), codes)}>{t('auth.totp.print')}</Button>
        <Button kind="primary" onClick={onDone}>
          {t('auth.totp.kept')}
        </Button>
      </div>
      {copied !== undefined && (
        <span role="status">{t(copied ? 'auth.totp.copied' : 'auth.totp.notCopied')}</span>
      )}
    </div>
  );
}
