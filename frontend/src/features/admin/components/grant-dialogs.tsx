import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DatePicker } from '@/components/ui/date-picker';
import { Field, TextArea, TextInput } from '@/components/ui/input';
import { UnitSelect } from '@/components/unit-select';
import { CreateGrantDocument, EndGrantDocument, type GrantRowFragment } from '@/gql/graphql';
import { formatDay, today } from '@/lib/day';
import { useAct } from '../api/use-act';
import { dayAfter } from '../grant-text';
import { ActDialog } from './act-dialog';
import styles from './admin.module.css';
import { PermissionList } from './permission-list';
import { RoleSelect, UserSelect, useRoles } from './selects';

interface CreateGrantDialogProps {
  /** The user it is for, when the dialog was opened beside one. */
  userId?: string;
  onClose: () => void;
  onDone?: (message: string) => void;
}

/** Gives a role at a unit and below it, for a time, by a decision; shows in words what the role permits. */
export function CreateGrantDialog({ userId, onClose, onDone }: CreateGrantDialogProps) {
  const { t } = useTranslation();
  const [user, setUser] = useState(userId);
  const [role, setRole] = useState<string>();
  const [unit, setUnit] = useState<string>();
  const [from, setFrom] = useState<string | undefined>(today());
  const [lastDay, setLastDay] = useState<string>();
  const [decision, setDecision] = useState('');
  const [asked, setAsked] = useState(false);
  const roles = useRoles();
  const act = useAct(CreateGrantDocument, ['user', 'role', 'unit', 'from', 'to', 'decisionNumber']);
  const chosen = roles.find(({ code }) => code === role);
  const reversed = from !== undefined && lastDay !== undefined && lastDay < from;

  const error = (field: string, value: string | undefined) =>
    asked && !value?.trim() ? t('admin.fault.required') : act.errorAt(field);

  async function submit() {
    setAsked(true);
    if (!user || !role || !unit || !from || !decision.trim() || reversed) return;
    const data = await act.send({
      user,
      role,
      unit,
      from,
      to: lastDay && dayAfter(lastDay),
      decisionNumber: decision.trim(),
    });
    if (!data) return;
    onDone?.(t('admin.grants.created', { role: chosen?.label ?? role }));
    onClose();
  }

  return (
    <ActDialog
      title={t('admin.grants.create')}
      effect={t('admin.grants.createEffect')}
      submit={t('admin.grants.create')}
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Field label={t('admin.grant.user')} error={error('user', user)}>
        {({ id }) => (
          <UserSelect id={id} label={t('admin.chooseUser')} width="100%" value={user} onChange={setUser} />
        )}
      </Field>
      <Field label={t('admin.grant.role')} error={error('role', role)}>
        {({ id }) => (
          <RoleSelect id={id} label={t('admin.chooseRole')} width="100%" value={role} onChange={setRole} />
        )}
      </Field>
      {chosen && <PermissionList permissions={chosen.permissions} title={t('admin.role.may')} />}
      <Field label={t('admin.grant.unit')} hint={t('admin.grant.unitHint')} error={error('unit', unit)}>
        {({ id }) => (
          <UnitSelect id={id} label={t('admin.chooseUnit')} width="100%" value={unit} onChange={setUnit} />
        )}
      </Field>
      <div className={styles.pair}>
        <Field label={t('admin.grant.from')} error={error('from', from)}>
          {({ id }) => <DatePicker id={id} value={from} onChange={setFrom} />}
        </Field>
        <Field
          label={t('admin.grant.lastDay')}
          hint={t('admin.grant.lastDayHint')}
          error={reversed ? t('admin.fault.reversed') : act.errorAt('to')}
        >
          {({ id }) => <DatePicker id={id} allowClear value={lastDay} onChange={setLastDay} />}
        </Field>
      </div>
      <Field
        label={t('admin.grant.decision')}
        hint={t('admin.grant.decisionHint')}
        error={error('decisionNumber', decision)}
      >
        {(ids) => <TextInput {...ids} autoComplete="off" value={decision} onChange={setDecision} />}
      </Field>
    </ActDialog>
  );
}

interface EndGrantDialogProps {
  grant: Pick<GrantRowFragment, 'id' | 'user' | 'role' | 'unit' | 'from'>;
  onClose: () => void;
  onDone?: (message: string) => void;
}

/** Takes a role away from a day on; what was lent from it ends with it. */
export function EndGrantDialog({ grant, onClose, onDone }: EndGrantDialogProps) {
  const { t } = useTranslation();
  const [on, setOn] = useState<string | undefined>(grant.from > today() ? grant.from : today());
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const act = useAct(EndGrantDocument, ['on', 'reason']);
  const named = { name: grant.user.displayName, role: grant.role.label, unit: grant.unit.name };
  const missing = (value: string | undefined, key: string) => (asked && !value?.trim() ? t(key) : undefined);

  async function submit() {
    setAsked(true);
    if (!on || !reason.trim()) return;
    const data = await act.send({ id: grant.id, on, reason: reason.trim() });
    if (!data) return;
    onDone?.(t('admin.grants.ended', { ...named, day: formatDay(on) }));
    onClose();
  }

  return (
    <ActDialog
      title={t('admin.grants.endTitle', named)}
      effect={on && t('admin.grants.endEffect', { ...named, day: formatDay(on) })}
      submit={t('admin.grants.end')}
      danger
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Field
        label={t('admin.grants.endOn')}
        hint={t('admin.grants.endOnHint')}
        error={missing(on, 'admin.fault.required') ?? act.errorAt('on')}
      >
        {({ id }) => <DatePicker id={id} value={on} onChange={setOn} />}
      </Field>
      <Field
        label={t('admin.reason')}
        hint={t('admin.reasonHint')}
        error={missing(reason, 'admin.fault.reason') ?? act.errorAt('reason')}
      >
        {(ids) => <TextArea {...ids} value={reason} onChange={setReason} />}
      </Field>
    </ActDialog>
  );
}
