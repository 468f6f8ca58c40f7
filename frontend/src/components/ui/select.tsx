import { Select as AntSelect } from 'antd';

export interface Option<T extends string> {
  value: T;
  label: string;
}

interface SelectProps<T extends string> {
  id?: string;
  'aria-label'?: string;
  value: T | undefined;
  options: Option<T>[];
  onChange: (value: T | undefined) => void;
  placeholder?: string;
  allowClear?: boolean;
  width?: number | string;
  disabled?: boolean;
}

/** One choice of a short list. */
export function Select<T extends string>({ value, onChange, width = 200, ...rest }: SelectProps<T>) {
  return (
    <AntSelect<T>
      value={value ?? null}
      onChange={(next: T | undefined) => onChange(next ?? undefined)}
      style={{ width, maxWidth: '100%' }}
      popupMatchSelectWidth={false}
      {...rest}
    />
  );
}

interface SearchSelectProps<T extends string> extends SelectProps<T> {
  loading?: boolean;
  onSearch: (text: string) => void;
  onOpenChange?: (open: boolean) => void;
}

/** One choice of a list that the server searches as one types. */
export function SearchSelect<T extends string>({
  value,
  onChange,
  onSearch,
  width = 260,
  ...rest
}: SearchSelectProps<T>) {
  return (
    <AntSelect<T>
      showSearch={{ filterOption: false, onSearch }}
      value={value ?? null}
      onChange={(next: T | undefined) => onChange(next ?? undefined)}
      style={{ width, maxWidth: '100%' }}
      popupMatchSelectWidth={420}
      {...rest}
    />
  );
}
