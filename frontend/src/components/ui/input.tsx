import { Input, type InputProps, type InputRef } from 'antd';
import { useId, type ReactNode, type Ref } from 'react';
import styles from './input.module.css';

/** What ties a control to the label, the hint and the error of its field. */
export interface FieldIds {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
}

/** How the library draws a control whose field has an error. */
export function statusOf({ 'aria-invalid': invalid }: Partial<FieldIds>): 'error' | undefined {
  return invalid ? 'error' : undefined;
}

type TextInputOwn = Pick<
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
>;

interface TextInputProps extends TextInputOwn, Partial<FieldIds> {
  'aria-label'?: string;
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
  return (
    <Input
      ref={inputRef}
      status={statusOf(rest)}
      onChange={(event) => onChange?.(event.target.value)}
      {...aria}
      {...rest}
    />
  );
}

export function PasswordInput({ onChange, inputRef, ...rest }: TextInputProps) {
  return (
    <Input.Password
      ref={inputRef}
      status={statusOf(rest)}
      onChange={(event) => onChange?.(event.target.value)}
      {...rest}
    />
  );
}

interface TextAreaProps extends Partial<FieldIds> {
  value: string;
  onChange: (value: string) => void;
}

export function TextArea({ onChange, ...rest }: TextAreaProps) {
  return (
    <Input.TextArea
      autoSize={{ minRows: 2, maxRows: 6 }}
      status={statusOf(rest)}
      onChange={(event) => onChange(event.target.value)}
      {...rest}
    />
  );
}

export interface FieldWords {
  label: string;
  hint?: string;
  error?: string;
}

interface FieldProps extends FieldWords {
  children: (ids: FieldIds) => ReactNode;
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
