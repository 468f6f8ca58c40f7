import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { Act } from '@/lib/use-act';
import styles from './act-dialog.module.css';

interface ActDialogProps {
  /** Names the thing and the act. */
  title: string;
  /** What will be different afterwards. */
  effect?: ReactNode;
  submit: string;
  /** An act that takes something away: never the default button, and Enter does not start it. */
  danger?: boolean;
  act: Pick<Act<unknown, { clientRequestId: string }>, 'fetching' | 'refusal'>;
  onSubmit: () => void;
  onClose: () => void;
  /** Asks for the thing again, when somebody else has changed it meanwhile. */
  onReload?: () => void;
  children?: ReactNode;
}

/** Asks before an act: what is done to what, its effect, the fields it needs, and the server's refusal. */
export function ActDialog(props: ActDialogProps) {
  const { title, effect, submit, danger = false, act, onSubmit, onClose, onReload, children } = props;
  const { t } = useTranslation();
  const outdated = onReload !== undefined && act.refusal?.problem.code === 'CONFLICT';

  function onEnter(event: FormEvent) {
    event.preventDefault();
    if (!danger && !outdated) onSubmit();
  }

  function reload() {
    onClose();
    onReload?.();
  }

  return (
    <Dialog open onClose={onClose} title={title}>
      <form noValidate className={styles.stack} onSubmit={onEnter}>
        {act.refusal && <Notice tone="error">{act.refusal.text}</Notice>}
        {effect !== undefined && <p>{effect}</p>}
        {children}
        <div className={styles.footer}>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {outdated ? (
            <Button key="reload" kind="primary" onClick={reload}>
              {t('common.form.reload')}
            </Button>
          ) : danger ? (
            <Button kind="danger" loading={act.fetching} onClick={onSubmit}>
              {submit}
            </Button>
          ) : (
            <Button kind="primary" htmlType="submit" loading={act.fetching}>
              {submit}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
