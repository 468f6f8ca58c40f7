import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '@/components/act-dialog';
import { TextField } from '@/components/ui/fields';
import { DelegateGrantDocument, type GrantRowFragment } from '@/gql/graphql';
import { dayAfter, today } from '@/lib/day';
import { useAct } from '@/lib/use-act';
import { DecisionField, isReversed, PeriodFields, type Period } from './act-fields';

interface DelegateDialogProps {
  grant: Pick<GrantRowFragment, 'id' | 'role' | 'unit'>;
  onClose: () => void;
  onDone: (message: string) => void;
}

/** Lends an own role to another account for a time: never without an end. */
export function DelegateDialog({ grant, onClose, onDone }: DelegateDialogProps) {
  const { t } = useTranslation();
  const [to, setTo] = useState('');
  const [period, setPeriod] = useState<Period>({ from: today(), lastDay: undefined });
  const [decision, setDecision] = useState('');
  const act = useAct(DelegateGrantDocument, ['to', 'from', 'until', 'decisionNumber']);
  const named = { role: grant.role.label, unit: grant.unit.name };

  async function submit() {
    act.ask();
    const { from, lastDay } = period;
    if (!to.trim() || !from || !lastDay || !decision.trim() || isReversed(period)) return;
    const data = await act.send({
      grant: grant.id,
      to: to.trim(),
      from,
      until: dayAfter(lastDay),
      decisionNumber: decision.trim(),
    });
    if (!data) return;
    onDone(t('admin.own.lentDone', { ...named, to: to.trim() }));
    onClose();
  }

  return (
    <ActDialog
      title={t('admin.own.lendTitle', named)}
      effect={t('admin.own.lendEffect')}
      submit={t('admin.own.lend')}
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label={t('admin.own.toUser')}
        hint={t('admin.own.toUserHint')}
        error={act.errorOf('to', to)}
        value={to}
        onChange={setTo}
      />
      <PeriodFields act={act} period={period} onChange={setPeriod} end={{ field: 'until', required: true }} />
      <DecisionField act={act} hint={t('admin.own.decisionHint')} value={decision} onChange={setDecision} />
    </ActDialog>
  );
}
