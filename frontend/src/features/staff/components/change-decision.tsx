import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation } from 'urql';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, TextArea } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { DecideRecordChangeDocument, type ChangeRowFragment } from '@/gql/graphql';
import { problemOf, type Problem } from '@/lib/problem';
import { ChangeConflict } from './change-conflict';
import { ChangedFields } from './changed-fields';
import styles from './change-page.module.css';

interface ChangeDecisionProps {
  change: ChangeRowFragment;
  /** Told of what was done, in words. */
  onDone: (message: string) => void;
  onReload: () => void;
}

/** Verify or reject, for those who may; for others, who it is that the change waits for. */
export function ChangeDecision({ change, onDone, onReload }: ChangeDecisionProps) {
  const { t } = useTranslation();
  const [verdict, setVerdict] = useState<'verify' | 'reject'>();
  if (change.state !== 'PENDING') return null;
  if (!change.mayDecide) return <span className={styles.waits}>{t('changes.waits')}</span>;
  return (
    <div className={styles.actions}>
      <Button kind="primary" onClick={() => setVerdict('verify')}>
        {t('changes.verify')}
      </Button>
      <Button onClick={() => setVerdict('reject')}>{t('changes.reject')}</Button>
      {verdict && (
        <DecisionDialog
          change={change}
          verify={verdict === 'verify'}
          onClose={() => setVerdict(undefined)}
          onDone={onDone}
          onReload={onReload}
        />
      )}
    </div>
  );
}

interface DecisionDialogProps extends ChangeDecisionProps {
  verify: boolean;
  onClose: () => void;
}

function DecisionDialog({ change, verify, onClose, onDone, onReload }: DecisionDialogProps) {
  const { t } = useTranslation();
  const [requestId] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const sending = useRef(false);
  const [{ fetching }, decide] = useMutation(DecideRecordChangeDocument);
  const name = change.staff.fullName;
  const conflict = problem?.code === 'CONFLICT';
  const atReason = problem?.field === 'reason';

  async function send() {
    const given = reason.trim();
    if (!verify && given === '') return setMissing(true);
    if (sending.current) return;
    sending.current = true;
    const { id, version } = change;
    const { error } = await decide({
      input: { clientRequestId: requestId, id, version, verify, reason: given || undefined },
    });
    sending.current = false;
    if (error) return setProblem(problemOf(error));
    onClose();
    onDone(t(verify ? 'changes.verified' : 'changes.rejected', { name }));
  }

  function reload() {
    onClose();
    onReload();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t(verify ? 'changes.verifyTitle' : 'changes.rejectTitle', { name })}
      footer={
        <div className={styles.footer}>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {conflict ? (
            <Button key="reload" kind="primary" onClick={reload}>
              {t('changes.reload')}
            </Button>
          ) : (
            <Button
              key="decide"
              kind={verify ? 'primary' : 'danger'}
              loading={fetching}
              onClick={() => void send()}
            >
              {t(verify ? 'changes.verify' : 'changes.reject')}
            </Button>
          )}
        </div>
      }
    >
      <div className={styles.dialog}>
        {problem && !atReason && (
          <Notice tone="error">{problem.message || t(`common.error.${problem.code}`)}</Notice>
        )}
        {conflict ? (
          <ChangeConflict change={change} />
        ) : (
          <>
            <p>
              {verify
                ? t(`changes.verifyEffect.${change.kind}`, { name })
                : t('changes.rejectEffect', { name })}
            </p>
            <ChangedFields change={change} />
            {!verify && (
              <Field
                label={t('changes.reason')}
                hint={t('changes.reasonHint')}
                error={missing ? t('changes.fault.reason') : atReason ? problem?.message : undefined}
              >
                {(ids) => (
                  <TextArea
                    {...ids}
                    value={reason}
                    onChange={(text) => {
                      setReason(text);
                      setMissing(false);
                    }}
                  />
                )}
              </Field>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}
