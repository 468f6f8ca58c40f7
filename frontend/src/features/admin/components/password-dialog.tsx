import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '@/components/act-dialog';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { ResetPasswordDocument } from '@/gql/graphql';
import { useAct } from '@/lib/use-act';
import styles from './admin.module.css';
import type { UserDialogProps } from './user-dialogs';

/** Gives a password that is shown here once and nowhere again. */
export function PasswordDialog({ user, onClose, onDone, onReload }: UserDialogProps) {
  const { t } = useTranslation();
  const [password, setPassword] = useState<string>();
  const act = useAct(ResetPasswordDocument, []);
  const name = `${user.displayName} (${user.username})`;

  async function submit() {
    const data = await act.send({ id: user.id, version: user.version });
    if (data) setPassword(data.resetPassword.password);
  }

  if (password === undefined) {
    return (
      <ActDialog
        title={t('admin.user.passwordTitle', { name })}
        effect={t('admin.user.passwordEffect', { count: user.openSessions })}
        submit={t('admin.user.password')}
        danger
        act={act}
        onSubmit={() => void submit()}
        onClose={onClose}
        onReload={onReload}
      />
    );
  }
  return (
    <NewPassword
      name={name}
      password={password}
      onClose={() => onDone(t('admin.user.passwordSet', { name }))}
    />
  );
}

function NewPassword({ name, password, onClose }: { name: string; password: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState<boolean>();

  async function copy() {
    // Without TLS, and when the browser refuses, there is no clipboard: the password is there to be read.
    const kept = await navigator.clipboard?.writeText(password).then(
      () => true,
      () => false,
    );
    setCopied(kept ?? false);
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('admin.user.newPassword', { name })}
      footer={<Button onClick={onClose}>{t('admin.user.passwordKept')}</Button>}
    >
      <div className={styles.stack}>
        <Notice tone="warning">{t('admin.user.passwordOnce')}</Notice>
        <div className={styles.secret}>
          <code>{password}</code>
          <Button onClick={() => void copy()}>{t('admin.user.copy')}</Button>
          <span role="status">
            {copied !== undefined && t(copied ? 'admin.user.copied' : 'admin.user.notCopied')}
          </span>
        </div>
      </div>
    </Dialog>
  );
}
