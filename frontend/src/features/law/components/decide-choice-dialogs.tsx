import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '@/components/act-dialog';
import { TextAreaField } from '@/components/ui/fields';
import { DecideRuleChoiceDocument, WithdrawRuleChoiceDocument, type ChoiceRowFragment } from '@/gql/graphql';
import { useAct } from '@/lib/use-act';
import { ChoiceFacts } from './choice-facts';

export interface ChoiceDialogProps {
  choice: ChoiceRowFragment;
  onClose: () => void;
  /** Told of what was done, in words. */
  onDone: (message: string) => void;
  /** Asks for the list again, when somebody else was quicker. */
  onReload: () => void;
}

/** Approves or refuses a proposal of somebody else. */
export function DecideChoiceDialog(props: ChoiceDialogProps & { approve: boolean }) {
  const { choice, approve, onClose, onDone, onReload } = props;
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const act = useAct(DecideRuleChoiceDocument, ['reason']);
  const named = { label: choice.label, unit: choice.unit?.name ?? '' };

  async function submit() {
    act.ask();
    const given = reason.trim() || undefined;
    if (!approve && !given) return;
    const data = await act.send({ id: choice.id, version: choice.version, approve, reason: given });
    if (!data) return;
    onDone(t(approve ? 'law.choice.approved' : 'law.choice.refused', named));
    onClose();
  }

  return (
    <ActDialog
      title={t(approve ? 'law.choice.approveTitle' : 'law.choice.refuseTitle', named)}
      effect={t(approve ? 'law.choice.approveEffect' : 'law.choice.refuseEffect', named)}
      submit={t(approve ? 'law.choice.approve' : 'law.choice.refuse')}
      danger={!approve}
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <ChoiceFacts choice={choice} />
      {!approve && (
        <TextAreaField
          label={t('law.choice.reason')}
          hint={t('law.choice.reasonHint')}
          error={act.errorOf('reason', reason)}
          value={reason}
          onChange={setReason}
        />
      )}
    </ActDialog>
  );
}

/** Takes a proposal back before anybody has decided it. */
export function WithdrawChoiceDialog({ choice, onClose, onDone, onReload }: ChoiceDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const act = useAct(WithdrawRuleChoiceDocument, ['reason']);
  const named = { label: choice.label, unit: choice.unit?.name ?? '' };

  async function submit() {
    const { id, version } = choice;
    const data = await act.send({ id, version, reason: reason.trim() || undefined });
    if (!data) return;
    onDone(t('law.choice.withdrawn', named));
    onClose();
  }

  return (
    <ActDialog
      title={t('law.choice.withdrawTitle', named)}
      effect={t('law.choice.withdrawEffect')}
      submit={t('law.choice.withdraw')}
      danger
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <ChoiceFacts choice={choice} />
      <TextAreaField
        label={t('law.choice.reasonOptional')}
        error={act.errorAt('reason')}
        value={reason}
        onChange={setReason}
      />
    </ActDialog>
  );
}
