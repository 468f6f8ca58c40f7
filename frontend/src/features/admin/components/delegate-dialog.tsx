import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DatePicker } from '@/components/ui/date-picker';
import { Field, TextInput } from '@/components/ui/input';
import { DelegateGrantDocument, type GrantRowFragment } from '@/gql/graphql';
import { today } from '@/lib/day';
import { useAct } from '../api/use-act';
import { dayAfter } from '../grant-text';
import { ActDialog } from './act-dialog';
import styles from './admin.module.css';

interface DelegateDialogProps {
  grant: Pick<GrantRowFragment, 'id' | 'role' | 'unit'>;
  onClose: () => void;
  onDone: (message: string) => void;
}

/** Lends an own role to another account for a time: never without an end. */
export function DelegateDialog({ grant, onClose, onDone }: DelegateDialogProps) {
  const { t } = useTranslation();
  const [to, setTo] = useState('');
  const [from, setFrom] = useState<string | undefined>(today());
  const [lastDay, setLastDay] = useState<string>();
  const [decision, setDecision] = useState('');
  const [asked, setAsked] = useState(false);
  const act = useAct(DelegateGrantDocument, ['to', 'from', 'until', 'decisionNumber']);
  const reversed = from !== undefined && lastDay !== undefined && lastDay < from;
  const named = { role: grant.role.label, unit: grant.unit.name };

  const error = (field: string, value: string | undefined) =>
    asked && !value?.trim() ? t('admin.fault.required') : act.errorAt(field);

  async function submit() {
    setAsked(true);
    if (!to.trim() || !from || !lastDay || !decision.trim() || reversed) return;
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
      <Field label={t('admin.own.toUser')} hint={t('admin.own.toUserHint')} error={error('to', to)}>
        {(ids) => <TextInput {...ids} autoComplete="off" value={to} onChange={setTo} />}
      </Field>
      <div className={styles.pair}>
        <Field label={t('admin.grant.from')} error={error('from', from)}>
          {({ id }) => <DatePicker id={id} value={from} onChange={setFrom} />}
        </Field>
        <Field
          label={t('admin.grant.lastDay')}
          error={reversed ? t('admin.fault.reversed') : error('until', lastDay)}
        >
          {({ id }) => <DatePicker id={id} value={lastDay} onChange={setLastDay} />}
        </Field>
      </div>
      <Field
        label={t('admin.grant.decision')}
        hint={t('admin.own.decisionHint')}
        error={error('decisionNumber', decision)}
      >
        {(ids) => <TextInput {...ids} autoComplete="off" value={decision} onChange={setDecision} />}
      </Field>
    </ActDialog>
  );
}
