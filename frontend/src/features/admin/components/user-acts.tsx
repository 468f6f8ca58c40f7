import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Toolbar } from '@/components/ui/page';
import type { UserRowFragment } from '@/gql/graphql';
import { useMay, useViewer } from '@/lib/viewer';
import { EditUserDialog, EndSessionsDialog, LockUserDialog } from './user-dialogs';
import { PasswordDialog } from './password-dialog';

type ActName = 'edit' | 'lock' | 'password' | 'sessions';

interface UserActsProps {
  user: UserRowFragment;
  /** Asks for the user again, when somebody else was quicker. */
  onReload: () => void;
}

/** What an administrator may do to an account; nothing for those who only read. */
export function UserActs({ user, onReload }: UserActsProps) {
  const { t } = useTranslation();
  const manages = useMay('auth.user:manage');
  const { username } = useViewer();
  const [act, setAct] = useState<ActName>();
  const [done, setDone] = useState<string>();
  if (!manages) return null;
  const own = user.username === username;
  const shut = user.state === 'DISABLED';
  const start = (name: ActName) => () => {
    setDone(undefined);
    setAct(name);
  };
  const dialog = {
    user,
    onReload,
    onClose: () => setAct(undefined),
    onDone: (message: string) => {
      setAct(undefined);
      setDone(message);
    },
  };
  return (
    <>
      {done && <Notice tone="success">{done}</Notice>}
      <Toolbar>
        <Button aria-haspopup="dialog" onClick={start('edit')}>
          {t('admin.user.edit')}
        </Button>
        <Button aria-haspopup="dialog" disabled={user.openSessions === 0} onClick={start('sessions')}>
          {t('admin.user.endSessions')}
        </Button>
        {/* Nobody locks the door behind themselves, and one's own password is changed where the old one is asked for. */}
        {!own && (
          <>
            <Button aria-haspopup="dialog" onClick={start('password')}>
              {t('admin.user.password')}
            </Button>
            <Button kind={shut ? 'default' : 'danger'} aria-haspopup="dialog" onClick={start('lock')}>
              {t(shut ? 'admin.user.enable' : 'admin.user.disable')}
            </Button>
          </>
        )}
      </Toolbar>
      {act === 'edit' && <EditUserDialog {...dialog} />}
      {act === 'lock' && <LockUserDialog {...dialog} />}
      {act === 'sessions' && <EndSessionsDialog {...dialog} />}
      {act === 'password' && <PasswordDialog {...dialog} />}
    </>
  );
}
