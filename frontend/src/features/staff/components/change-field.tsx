import { useTranslation } from 'react-i18next';
import { DatePicker } from '@/components/ui/date-picker';
import { Field, TextArea, TextInput } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { FormField } from '../change-fields';
import { codeName } from '../change-text';

interface ChangeFieldProps {
  field: FormField;
  value: string;
  hint: string | undefined;
  error: string | undefined;
  onChange: (value: string) => void;
  onLeave: () => void;
}

/** One field of a record in the form of a declared change; checked when the reader leaves it. */
export function ChangeField({ field, value, hint, error, onChange, onLeave }: ChangeFieldProps) {
  const { t } = useTranslation();
  return (
    <div data-faulty={error !== undefined || undefined} onBlur={onLeave}>
      <Field label={t(field.label)} hint={hint} error={error}>
        {(ids) => {
          switch (field.input) {
            case 'day':
              return (
                <DatePicker
                  {...ids}
                  allowClear={!field.required}
                  value={value || undefined}
                  onChange={(day) => onChange(day ?? '')}
                />
              );
            case 'choice':
              return (
                <Select
                  {...ids}
                  width="100%"
                  allowClear={!field.required}
                  value={value || undefined}
                  options={(field.codes ?? []).map((code) => ({
                    value: code,
                    label: codeName(t, field, code),
                  }))}
                  onChange={(code) => onChange(code ?? '')}
                />
              );
            case 'long':
              return <TextArea {...ids} value={value} onChange={onChange} />;
            case 'text':
              return <TextInput {...ids} value={value} onChange={onChange} />;
          }
        }}
      </Field>
    </div>
  );
}
