import { DatePicker as AntDatePicker } from 'antd';
import dayjs from 'dayjs';
import { statusOf, type FieldIds } from './input';

interface DatePickerProps extends Partial<FieldIds> {
  value: string | undefined;
  onChange: (day: string | undefined) => void;
  'aria-label'?: string;
  presets?: { label: string; day: string }[];
  allowClear?: boolean;
  disabled?: boolean;
  status?: 'warning';
}

/** A calendar day, typed as dd/mm/yyyy or picked; values in and out are YYYY-MM-DD. */
export function DatePicker({ value, onChange, presets, allowClear = false, ...rest }: DatePickerProps) {
  return (
    <AntDatePicker
      value={value === undefined ? null : dayjs(value)}
      onChange={(date) => onChange(date?.format('YYYY-MM-DD'))}
      format={['DD/MM/YYYY', 'D/M/YYYY', 'YYYY-MM-DD']}
      allowClear={allowClear}
      onKeyDown={(event) => {
        // Enter takes the day that was typed; it does not send the form around it.
        if (event.key === 'Enter') event.preventDefault();
      }}
      status={statusOf(rest)}
      presets={presets?.map(({ label, day }) => ({ label, value: dayjs(day) }))}
      {...rest}
    />
  );
}

/** A month, typed as mm/yyyy or picked; values in and out are its first day, YYYY-MM-01. */
export function MonthPicker({
  value,
  onChange,
  ...rest
}: Omit<DatePickerProps, 'presets' | 'status' | 'allowClear'>) {
  return (
    <AntDatePicker
      picker="month"
      value={value === undefined ? null : dayjs(value)}
      onChange={(date) => onChange(date?.format('YYYY-MM-01'))}
      format={['MM/YYYY', 'M/YYYY', 'YYYY-MM']}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.preventDefault();
      }}
      status={statusOf(rest)}
      {...rest}
    />
  );
}
