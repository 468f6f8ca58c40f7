import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { codeLabel } from '@/lib/code-label';
import { useExplain, type Lacking } from '@/lib/why';
import styles from './hidden.module.css';
import { LockIcon } from './icons';

/** A value that the reader may not see: a lock that says which right is missing, and on a click why and whom to ask. */
export function Hidden({ grant, object }: Lacking) {
  const { t } = useTranslation();
  const explain = useExplain();
  const reason = t('common.figure.hidden', { grant: codeLabel(t, 'grant', grant) });
  return (
    <Tooltip title={reason} trigger={['hover', 'focus']}>
      <button
        type="button"
        className={styles.lock}
        aria-label={`${reason}. ${t('common.why.ask')}`}
        aria-haspopup="dialog"
        onClick={() => explain?.({ grant, object })}
      >
        <LockIcon />
      </button>
    </Tooltip>
  );
}

/** A block of a record that the reader may not see. */
export function HiddenBlock({ grant, object }: Lacking) {
  const { t } = useTranslation();
  return (
    <p className={styles.block}>
      <LockIcon /> {t('common.figure.hidden', { grant: codeLabel(t, 'grant', grant) })}{' '}
      <WhyButton grant={grant} object={object} />
    </p>
  );
}

/** "Vì sao?" beside a refusal in words; nothing where no explanation can be had. */
export function WhyButton({ grant, object }: Lacking) {
  const { t } = useTranslation();
  const explain = useExplain();
  if (explain === null) return null;
  return (
    <button
      type="button"
      className={styles.why}
      aria-haspopup="dialog"
      onClick={() => explain({ grant, object })}
    >
      {t('common.why.ask')}
    </button>
  );
}
