import type { ComponentProps } from 'react';
import { DatePicker } from './date-picker';
import { Field, TextArea, TextInput, type FieldWords } from './input';

interface TextFieldProps extends FieldWords {
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}

/** A line of text that is nobody's to fill in by itself: the browser remembers none of it. */
export function TextField({ label, hint, error, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <TextInput {...ids} autoComplete="off" {...rest} />}
    </Field>
  );
}

export function TextAreaField({ label, hint, error, value, onChange }: Omit<TextFieldProps, 'autoFocus'>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <TextArea {...ids} value={value} onChange={onChange} />}
    </Field>
  );
}

type DayFieldProps = FieldWords &
  Pick<ComponentProps<typeof DatePicker>, 'value' | 'onChange' | 'allowClear'>;

export function DayField({ label, hint, error, ...rest }: DayFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <DatePicker {...ids} {...rest} />}
    </Field>
  );
}
