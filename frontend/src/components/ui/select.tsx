import { Select as AntSelect } from 'antd';
import { useState } from 'react';
import { useDebounced } from '@/lib/use-debounced';
import { statusOf, type FieldIds } from './input';

export interface Option<T extends string> {
  value: T;
  label: string;
}

interface SelectProps<T extends string> extends Partial<FieldIds> {
  /** Names it where no field does, and stands in it while nothing is chosen. */
  label?: string;
  'aria-label'?: string;
  value: T | undefined;
  options: Option<T>[];
  onChange: (value: T | undefined) => void;
  allowClear?: boolean;
  width?: number | string;
  disabled?: boolean;
}

/** What the library is told alike for every select. */
function common<T extends string>({ label, value, onChange, width, ...rest }: SelectProps<T>) {
  return {
    'aria-label': rest.id === undefined ? label : undefined,
    placeholder: label,
    status: statusOf(rest),
    value: value ?? null,
    onChange: (next: T | undefined) => onChange(next ?? undefined),
    style: { width, maxWidth: '100%' },
    ...rest,
  };
}

/** One choice of a short list. */
export function Select<T extends string>({ width = 200, ...rest }: SelectProps<T>) {
  return <AntSelect<T> popupMatchSelectWidth={false} {...common({ width, ...rest })} />;
}

interface SearchSelectProps extends SelectProps<string> {
  /** The name of what is chosen, for when the search has not found it; undefined while unknown. */
  chosen: string;
  loading?: boolean;
  onSearch: (text: string) => void;
  onOpenChange: (open: boolean) => void;
}

/** One choice of a list that the server searches as one types. */
export function SearchSelect(props: SearchSelectProps) {
  const { chosen, onSearch, width = 260, options, ...rest } = props;
  const { value } = rest;
  const missing = value !== undefined && !options.some((option) => option.value === value);
  return (
    <AntSelect<string>
      showSearch={{ filterOption: false, onSearch }}
      popupMatchSelectWidth={420}
      {...common({ width, options: missing ? [{ value, label: chosen }, ...options] : options, ...rest })}
    />
  );
}

/** What is typed into a select that searches, once typing has paused, and whether its list is open. */
export function useSelectSearch() {
  const [text, onSearch] = useState('');
  const [open, onOpenChange] = useState(false);
  return { text: useDebounced(text, 250) || undefined, open, box: { onSearch, onOpenChange } };
}
