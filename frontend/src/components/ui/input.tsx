import { Input, type InputProps, type InputRef } from 'antd';
import { useId, type ReactNode, type Ref } from 'react';
import styles from './input.module.css';

interface TextInputProps extends Pick<
  InputProps,
  | 'value'
  | 'defaultValue'
  | 'onKeyDown'
  | 'placeholder'
  | 'autoComplete'
  | 'autoFocus'
  | 'prefix'
  | 'allowClear'
  | 'size'
  | 'disabled'
  | 'inputMode'
> {
  id?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  onChange?: (value: string) => void;
  inputRef?: Ref<InputRef>;
  /** The list of suggestions that this input drives. */
  combobox?: { listId: string; expanded: boolean; activeId: string | undefined };
}

export type TextInputRef = InputRef;

export function TextInput({ onChange, inputRef, combobox, ...rest }: TextInputProps) {
  const aria = combobox && {
    role: 'combobox',
    'aria-autocomplete': 'list' as const,
    'aria-expanded': combobox.expanded,
    'aria-controls': combobox.listId,
    'aria-activedescendant': combobox.activeId,
  };
  return <Input ref={inputRef} onChange={(event) => onChange?.(event.target.value)} {...aria} {...rest} />;
}

export function PasswordInput({ onChange, inputRef, ...rest }: TextInputProps) {
  return <Input.Password ref={inputRef} onChange={(event) => onChange?.(event.target.value)} {...rest} />;
}

interface TextAreaProps {
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  value: string;
  onChange: (value: string) => void;
}

export function TextArea({ onChange, ...rest }: TextAreaProps) {
  return (
    <Input.TextArea
      autoSize={{ minRows: 2, maxRows: 6 }}
      onChange={(event) => onChange(event.target.value)}
      {...rest}
    />
  );
}

interface FieldProps {
  label: string;
  hint?: string;
  error?: string;
  children: (ids: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': boolean;
  }) => ReactNode;
}

/** A label above a control, with its hint and its error tied to it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  const noteId = note === undefined ? undefined : `${id}-note`;
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': noteId, 'aria-invalid': error !== undefined })}
      {note !== undefined && (
        <p id={noteId} className={error === undefined ? styles.hint : styles.error}>
          {note}
        </p>
      )}
    </div>
  );
}
