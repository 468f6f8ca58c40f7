import { useTranslation } from 'react-i18next';
import { DayField, TextAreaField, TextField } from '@/components/ui/fields';
import type { Act } from '@/lib/use-act';
import styles from './admin.module.css';

interface ActFieldProps {
  act: Pick<Act<unknown, { clientRequestId: string }>, 'errorAt' | 'errorOf'>;
  value: string;
  onChange: (value: string) => void;
}

/** Why the act is done: it cannot be done without. */
export function ReasonField({ act, ...rest }: ActFieldProps) {
  const { t } = useTranslation();
  const error = act.errorOf('reason', rest.value, t('admin.fault.reason'));
  return <TextAreaField label={t('admin.reason')} hint={t('admin.reasonHint')} error={error} {...rest} />;
}

/** The number of the decision that a grant stands on. */
export function DecisionField({ act, hint, ...rest }: ActFieldProps & { hint: string }) {
  const { t } = useTranslation();
  const error = act.errorOf('decisionNumber', rest.value);
  return <TextField label={t('admin.grant.decision')} hint={hint} error={error} {...rest} />;
}

/** The code of the record of whom an account belongs to; an account need not belong to anybody. */
export function StaffCodeField({ act, ...rest }: ActFieldProps) {
  const { t } = useTranslation();
  const error = act.errorAt('staffCode');
  return (
    <TextField
      label={t('admin.users.staffCode')}
      hint={t('admin.users.staffCodeHint')}
      error={error}
      {...rest}
    />
  );
}

export function NameField({ act, ...rest }: ActFieldProps) {
  const { t } = useTranslation();
  return <TextField label={t('admin.users.name')} error={act.errorOf('displayName', rest.value)} {...rest} />;
}

/** The days of a grant, both counted; the last one is open until it is chosen. */
export interface Period {
  from: string | undefined;
  lastDay: string | undefined;
}

export function isReversed({ from, lastDay }: Period): boolean {
  return from !== undefined && lastDay !== undefined && lastDay < from;
}

interface PeriodFieldsProps extends Pick<ActFieldProps, 'act'> {
  period: Period;
  onChange: (period: Period) => void;
  /** What the act calls the end; given when there must be one. */
  end: { field: string; required: boolean };
}

export function PeriodFields({ act, period, onChange, end }: PeriodFieldsProps) {
  const { t } = useTranslation();
  const { from, lastDay } = period;
  const endError = end.required ? act.errorOf(end.field, lastDay) : act.errorAt(end.field);
  return (
    <div className={styles.pair}>
      <DayField
        label={t('admin.grant.from')}
        error={act.errorOf('from', from)}
        value={from}
        onChange={(day) => onChange({ ...period, from: day })}
      />
      <DayField
        label={t('admin.grant.lastDay')}
        hint={end.required ? undefined : t('admin.grant.lastDayHint')}
        error={isReversed(period) ? t('admin.fault.reversed') : endError}
        allowClear={!end.required}
        value={lastDay}
        onChange={(day) => onChange({ ...period, lastDay: day })}
      />
    </div>
  );
}
