import { Checkbox, Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Option } from './select';
import { Button } from './button';
import styles from './choices.module.css';

interface ChoicesProps<T extends string> {
  label: string;
  icon?: ReactNode;
  options: Option<T>[];
  value: T[];
  onChange: (value: T[]) => void;
}

/** A button that opens a list of boxes to tick: several values of a filter, the columns of a table. */
export function Choices<T extends string>({ label, icon, options, value, onChange }: ChoicesProps<T>) {
  const [open, setOpen] = useState(false);
  const list = (
    <fieldset className={styles.list}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <Checkbox
          key={option.value}
          checked={value.includes(option.value)}
          onChange={({ target }) =>
            onChange(
              target.checked ? [...value, option.value] : value.filter((item) => item !== option.value),
            )
          }
        >
          {option.label}
        </Checkbox>
      ))}
    </fieldset>
  );
  return (
    <Popover content={list} trigger="click" open={open} onOpenChange={setOpen} placement="bottomLeft">
      <Button icon={icon} aria-expanded={open} aria-haspopup="dialog">
        {label}
      </Button>
    </Popover>
  );
}
