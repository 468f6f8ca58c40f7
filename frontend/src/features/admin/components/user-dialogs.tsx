import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '@/components/act-dialog';
import { TextField } from '@/components/ui/fields';
import {
  CreateUserDocument,
  DisableUserDocument,
  EnableUserDocument,
  EndUserSessionsDocument,
  UpdateUserDocument,
  type UserRowFragment,
} from '@/gql/graphql';
import { useAct } from '@/lib/use-act';
import { NameField, ReasonField, StaffCodeField } from './act-fields';

interface CreateUserDialogProps {
  onClose: () => void;
  onCreated: (id: string) => void;
}

/** A new account: it has neither password nor rights yet, and says so. */
export function CreateUserDialog({ onClose, onCreated }: CreateUserDialogProps) {
  const { t } = useTranslation();
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [staffCode, setStaffCode] = useState('');
  const act = useAct(CreateUserDocument, ['username', 'displayName', 'staffCode']);

  async function submit() {
    act.ask();
    if (username.trim() === '' || displayName.trim() === '') return;
    const data = await act.send({
      username: username.trim(),
      displayName: displayName.trim(),
      staffCode: staffCode.trim() || undefined,
    });
    if (data) onCreated(data.createUser.user.id);
  }

  return (
    <ActDialog
      title={t('admin.users.create')}
      effect={t('admin.users.createEffect')}
      submit={t('admin.users.create')}
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label={t('admin.users.username')}
        hint={t('admin.users.usernameHint')}
        error={act.errorOf('username', username)}
        autoFocus
        value={username}
        onChange={setUsername}
      />
      <NameField act={act} value={displayName} onChange={setDisplayName} />
      <StaffCodeField act={act} value={staffCode} onChange={setStaffCode} />
    </ActDialog>
  );
}

export interface UserDialogProps {
  user: UserRowFragment;
  onClose: () => void;
  /** Told of what was done, in words. */
  onDone: (message: string) => void;
  onReload: () => void;
}

export function EditUserDialog({ user, onClose, onDone, onReload }: UserDialogProps) {
  const { t } = useTranslation();
  const before = user.staff?.code ?? '';
  const [displayName, setDisplayName] = useState(user.displayName);
  const [staffCode, setStaffCode] = useState(before);
  const act = useAct(UpdateUserDocument, ['displayName', 'staffCode']);

  async function submit() {
    act.ask();
    const name = displayName.trim();
    const code = staffCode.trim();
    if (name === '') return;
    if (name === user.displayName && code === before) return onClose();
    const data = await act.send({
      id: user.id,
      version: user.version,
      displayName: name === user.displayName ? undefined : name,
      staffCode: code === before || code === '' ? undefined : code,
      clear: code === '' && before !== '' ? ['staffCode'] : undefined,
    });
    if (data) onDone(t('admin.user.edited', { name }));
  }

  return (
    <ActDialog
      title={t('admin.user.editTitle', { name: user.username })}
      submit={t('admin.user.save')}
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <NameField act={act} value={displayName} onChange={setDisplayName} />
      <StaffCodeField act={act} value={staffCode} onChange={setStaffCode} />
    </ActDialog>
  );
}

/** Locks an account that can sign in, opens one that cannot; both with a reason. */
export function LockUserDialog({ user, onClose, onDone, onReload }: UserDialogProps) {
  const { t } = useTranslation();
  const locks = user.state !== 'DISABLED';
  const [reason, setReason] = useState('');
  const disable = useAct(DisableUserDocument, ['reason']);
  const enable = useAct(EnableUserDocument, ['reason']);
  const act = locks ? disable : enable;
  const name = `${user.displayName} (${user.username})`;

  async function submit() {
    act.ask();
    if (reason.trim() === '') return;
    const data = await act.send({ id: user.id, version: user.version, reason: reason.trim() });
    if (data) onDone(t(locks ? 'admin.user.disabled' : 'admin.user.enabled', { name }));
  }

  return (
    <ActDialog
      title={t(locks ? 'admin.user.disableTitle' : 'admin.user.enableTitle', { name })}
      effect={
        locks ? t('admin.user.disableEffect', { count: user.openSessions }) : t('admin.user.enableEffect')
      }
      submit={t(locks ? 'admin.user.disable' : 'admin.user.enable')}
      danger={locks}
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <ReasonField act={act} value={reason} onChange={setReason} />
    </ActDialog>
  );
}

export function EndSessionsDialog({ user, onClose, onDone }: UserDialogProps) {
  const { t } = useTranslation();
  const act = useAct(EndUserSessionsDocument, []);
  const name = `${user.displayName} (${user.username})`;

  async function submit() {
    const data = await act.send({ id: user.id });
    if (data) onDone(t('admin.user.sessionsEnded', { name }));
  }

  return (
    <ActDialog
      title={t('admin.user.endSessionsTitle', { name })}
      effect={t('admin.user.endSessionsEffect', { count: user.openSessions })}
      submit={t('admin.user.endSessions')}
      danger
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
    />
  );
}
