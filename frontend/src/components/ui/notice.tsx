import { CheckCircleIcon, CloseCircleIcon, InfoCircleIcon, WarningIcon } from '@/components/ui/icons';
import type { ReactNode } from 'react';
import styles from './notice.module.css';

type Tone = 'info' | 'warning' | 'error' | 'success';

const icons = {
  info: InfoCircleIcon,
  warning: WarningIcon,
  error: CloseCircleIcon,
  success: CheckCircleIcon,
} as const;

interface NoticeProps {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** A message in the flow of the page; errors are announced at once, the rest when the reader pauses. */
export function Notice({ tone, title, children, action }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon className={styles.icon} />
      <div className={styles.text}>
        {title !== undefined && <strong>{title}</strong>}
        {children !== undefined && <div>{children}</div>}
      </div>
      {action}
    </div>
  );
}
