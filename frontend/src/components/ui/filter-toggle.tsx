import { Checkbox } from 'antd';

export function FilterToggle({
  label,
  on,
  onChange,
}: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <Checkbox checked={on} onChange={({ target }) => onChange(target.checked)}>
      {label}
    </Checkbox>
  );
}
