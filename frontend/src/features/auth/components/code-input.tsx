import type { Ref } from 'react';
import { TextInput, type TextInputRef } from '@/components/ui/input';

interface CodeInputProps {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  value: string;
  onChange: (code: string) => void;
  inputRef?: Ref<TextInputRef>;
}

/** Six digits of an authenticator: digits alone are taken over, so that "123 456" can be pasted. */
export function CodeInput({ onChange, ...rest }: CodeInputProps) {
  return (
    <TextInput
      {...rest}
      size="large"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus
      onChange={(text) => onChange(text.replace(/\D/g, '').slice(0, 6))}
    />
  );
}
