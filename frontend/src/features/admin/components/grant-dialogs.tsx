import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '@/components/act-dialog';
import { DayField } from '@/components/ui/fields';
import { Field } from '@/components/ui/input';
import { UnitSelect } from '@/components/unit-select';
import { CreateGrantDocument, EndGrantDocument, type GrantRowFragment } from '@/gql/graphql';
import { dayAfter, formatDay, today } from '@/lib/day';
import { useAct } from '@/lib/use-act';
import { DecisionField, isReversed, PeriodFields, ReasonField, type Period } from './act-fields';
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
  const [period, setPeriod] = useState<Period>({ from: today(), lastDay: undefined });
  const [decision, setDecision] = useState('');
  const roles = useRoles();
  const act = useAct(CreateGrantDocument, ['user', 'role', 'unit', 'from', 'to', 'decisionNumber']);
  const chosen = roles.find(({ code }) => code === role);

  async function submit() {
    act.ask();
    const { from, lastDay } = period;
    if (!user || !role || !unit || !from || !decision.trim() || isReversed(period)) return;
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
      <Field label={t('admin.grant.user')} error={act.errorOf('user', user)}>
        {(ids) => (
          <UserSelect {...ids} label={t('admin.chooseUser')} width="100%" value={user} onChange={setUser} />
        )}
      </Field>
      <Field label={t('admin.grant.role')} error={act.errorOf('role', role)}>
        {(ids) => (
          <RoleSelect {...ids} label={t('admin.chooseRole')} width="100%" value={role} onChange={setRole} />
        )}
      </Field>
      {chosen && <PermissionList permissions={chosen.permissions} title={t('admin.role.may')} />}
      <Field label={t('admin.grant.unit')} hint={t('admin.grant.unitHint')} error={act.errorOf('unit', unit)}>
        {(ids) => (
          <UnitSelect {...ids} label={t('admin.chooseUnit')} width="100%" value={unit} onChange={setUnit} />
        )}
      </Field>
      <PeriodFields act={act} period={period} onChange={setPeriod} end={{ field: 'to', required: false }} />
      <DecisionField act={act} hint={t('admin.grant.decisionHint')} value={decision} onChange={setDecision} />
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
  const act = useAct(EndGrantDocument, ['on', 'reason']);
  const named = { name: grant.user.displayName, role: grant.role.label, unit: grant.unit.name };

  async function submit() {
    act.ask();
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
      <DayField
        label={t('admin.grants.endOn')}
        hint={t('admin.grants.endOnHint')}
        error={act.errorOf('on', on)}
        value={on}
        onChange={setOn}
      />
      <ReasonField act={act} value={reason} onChange={setReason} />
    </ActDialog>
  );
}
