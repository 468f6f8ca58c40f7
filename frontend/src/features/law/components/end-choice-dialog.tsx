import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '@/components/act-dialog';
import { DayField, TextAreaField } from '@/components/ui/fields';
import { ProposeRuleChoiceDocument } from '@/gql/graphql';
import { dayAfter, today } from '@/lib/day';
import { useAct } from '@/lib/use-act';
import { ChoiceFacts } from './choice-facts';
import type { ChoiceDialogProps } from './decide-choice-dialogs';
import { DecisionSelectField } from './decision-select';

/** Proposes that an approved choice ends: from a day on, the law or the unit above holds again. */
export function EndChoiceDialog({ choice, onClose, onDone, onReload }: ChoiceDialogProps) {
  const { t } = useTranslation();
  const [from, setFrom] = useState<string | undefined>(
    choice.from < today() ? today() : dayAfter(choice.from),
  );
  const [decision, setDecision] = useState<string>();
  const [note, setNote] = useState('');
  const act = useAct(ProposeRuleChoiceDocument, ['from', 'decision', 'note']);
  const named = { label: choice.label, unit: choice.unit?.name ?? '' };

  async function submit() {
    act.ask();
    const { id, parameter, unit } = choice;
    if (!from || !decision || !unit) return;
    const data = await act.send({
      parameter,
      unit: unit.id,
      ends: id,
      from,
      decision,
      note: note.trim() || undefined,
    });
    if (!data) return;
    onDone(t('law.choice.endProposed', named));
    onClose();
  }

  return (
    <ActDialog
      title={t('law.choice.endTitle', named)}
      effect={t('law.choice.endEffect')}
      submit={t('law.choice.send')}
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <ChoiceFacts choice={choice} />
      <DayField
        label={t('law.choice.endFrom')}
        error={act.errorOf('from', from)}
        value={from}
        onChange={setFrom}
      />
      <DecisionSelectField
        error={act.errorOf('decision', decision)}
        value={decision}
        onChange={setDecision}
      />
      <TextAreaField label={t('law.note')} error={act.errorAt('note')} value={note} onChange={setNote} />
    </ActDialog>
  );
}
