import { useTranslation } from 'react-i18next';
import { UnitSelect } from '@/components/unit-select';
import { DatePicker, MonthPicker } from '@/components/ui/date-picker';
import { FilterToggle } from '@/components/ui/filter-toggle';
import { Field, TextInput, type FieldIds } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { Kind } from '../fields';
import { optionText } from '../words';
import styles from './calculator.module.css';

interface ControlProps {
  name: string;
  kind: Kind;
  label: string;
  options: readonly string[];
  /** A choice that is never empty. */
  fixed?: boolean;
  value: string;
  onChange: (value: string) => void;
}

/** The control for one kind of value; what is typed stays as it was typed. */
function Control({ name, kind, label, options, fixed, value, onChange, ...ids }: ControlProps & FieldIds) {
  const { t } = useTranslation();
  const given = value === '' ? undefined : value;
  const set = (next: string | undefined) => onChange(next ?? '');
  switch (kind) {
    case 'day':
      return <DatePicker {...ids} allowClear value={given} onChange={set} />;
    case 'month':
      return <MonthPicker {...ids} value={given} onChange={set} />;
    case 'choice':
      return (
        <Select
          {...ids}
          width="100%"
          allowClear={!fixed}
          value={given}
          options={options.map((code) => ({ value: code, label: optionText(t, name, code) }))}
          onChange={set}
        />
      );
    case 'unit':
      return <UnitSelect {...ids} width="100%" label="" value={given} onChange={set} />;
    case 'duration':
      return <Duration {...ids} label={label} value={value} onChange={onChange} />;
    case 'percent':
    case 'money':
      return (
        <span className={styles.measured}>
          <TextInput {...ids} autoComplete="off" inputMode="decimal" value={value} onChange={onChange} />
          <span aria-hidden>{kind === 'money' ? 'đ' : '%'}</span>
        </span>
      );
    default:
      return (
        <TextInput
          {...ids}
          autoComplete="off"
          inputMode={kind === 'count' ? 'numeric' : 'decimal'}
          value={value}
          onChange={onChange}
        />
      );
  }
}

/** Years and months beside one another; together they are "years;months". */
function Duration({
  label,
  value,
  onChange,
  ...ids
}: FieldIds & { label: string; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const [years = '', months = ''] = value.split(';');
  const common = { autoComplete: 'off', inputMode: 'numeric' } as const;
  const { id, ...rest } = ids;
  return (
    <span className={styles.measured}>
      <TextInput
        {...rest}
        {...common}
        id={id}
        aria-label={t('calculator.duration.years', { label })}
        value={years}
        onChange={(next) => onChange(`${next};${months}`)}
      />
      <span aria-hidden>{t('calculator.duration.year')}</span>
      <TextInput
        {...rest}
        {...common}
        aria-label={t('calculator.duration.months', { label })}
        value={months}
        onChange={(next) => onChange(`${years};${next}`)}
      />
      <span aria-hidden>{t('calculator.duration.month')}</span>
    </span>
  );
}

interface FormFieldProps extends ControlProps {
  hint?: string;
  error?: string;
  onLeave: () => void;
}

/** One field of a form: label, control, hint or error. It is checked when it is left. */
export function FormField({ hint, error, onLeave, ...control }: FormFieldProps) {
  const faulty = error !== undefined || undefined;
  if (control.kind === 'flag') {
    return (
      <FilterToggle
        label={control.label}
        on={control.value === 'yes'}
        onChange={(on) => control.onChange(on ? 'yes' : '')}
      />
    );
  }
  return (
    <div data-faulty={faulty} onBlur={onLeave}>
      <Field label={control.label} hint={hint} error={error}>
        {(ids) => <Control {...control} {...ids} />}
      </Field>
    </div>
  );
}
