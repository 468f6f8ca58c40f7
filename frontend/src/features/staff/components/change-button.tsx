import { useBlocker } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Drawer } from '@/components/ui/drawer';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonText } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { StaffRecordDocument, type RecordChangeSection } from '@/gql/graphql';
import { useViewer } from '@/lib/viewer';
import { sectionsFor } from '../change-fields';
import { draftKey, dropDraft } from '../change-form';
import { ChangeForm } from './change-form';
import styles from './change-drawer.module.css';

/** The way to propose a change of a record; nothing for those who may not. */
export function ChangeButton({ staffId, onSent }: { staffId: string; onSent: () => void }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const [open, setOpen] = useState(false);
  const sections = sectionsFor(viewer.permissions, staffId, viewer.staff?.id);
  if (sections.length === 0) return null;
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('changes.start')}
      </Button>
      {open && (
        <ChangeDrawer
          staffId={staffId}
          sections={sections}
          storageKey={draftKey(viewer.username, staffId)}
          onClose={() => setOpen(false)}
          onSent={() => {
            setOpen(false);
            onSent();
          }}
        />
      )}
    </>
  );
}

interface ChangeDrawerProps {
  staffId: string;
  sections: RecordChangeSection[];
  storageKey: string;
  onClose: () => void;
  onSent: () => void;
}

function ChangeDrawer({ staffId, sections, storageKey, onClose, onSent }: ChangeDrawerProps) {
  const { t, i18n } = useTranslation();
  const dirty = useRef(false);
  const [asking, setAsking] = useState(false);
  const onDirty = useCallback((now: boolean) => {
    dirty.current = now;
  }, []);
  // The record as it stands today, whatever day the page is looking at: that is what a change is compared with.
  const result = useQuery({ query: StaffRecordDocument, variables: { id: staffId, lang: i18n.language } });
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty.current,
    withResolver: true,
  });
  const leaving = blocker.status === 'blocked';
  const close = () => (dirty.current ? setAsking(true) : onClose());

  function stay() {
    setAsking(false);
    blocker.reset?.();
  }

  function leave(keep: boolean) {
    dirty.current = false;
    if (!keep) dropDraft(storageKey);
    if (leaving) blocker.proceed();
    else onClose();
  }

  const name = result[0].data?.staffMember?.fullName;
  return (
    <Drawer
      open
      width={560}
      onClose={close}
      title={name === undefined ? t('changes.start') : t('changes.form.title', { name })}
    >
      <QueryView keep result={result} skeleton={<SkeletonText rows={12} />}>
        {({ staffMember }) =>
          staffMember ? (
            <ChangeForm
              member={staffMember}
              sections={sections}
              storageKey={storageKey}
              onDirty={onDirty}
              onCancel={close}
              onSent={onSent}
            />
          ) : (
            <EmptyState title={t('common.error.NOT_FOUND')} />
          )
        }
      </QueryView>
      <Dialog
        open={asking || leaving}
        onClose={stay}
        title={t('changes.leave.title')}
        footer={
          <div className={styles.ask}>
            <Button kind="danger" onClick={() => leave(false)}>
              {t('changes.leave.discard')}
            </Button>
            <Button onClick={() => leave(true)}>{t('changes.leave.keep')}</Button>
            <Button kind="primary" onClick={stay}>
              {t('changes.leave.stay')}
            </Button>
          </div>
        }
      >
        {t('changes.leave.text')}
      </Dialog>
    </Drawer>
  );
}
