import { Dropdown } from 'antd';
import type { ReactElement, ReactNode } from 'react';

export interface MenuEntry {
  key: string;
  label: ReactNode;
  disabled?: boolean;
  danger?: boolean;
  onSelect?: () => void;
}

interface MenuProps {
  entries: (MenuEntry | 'divider')[];
  /** The button that opens the menu. */
  children: ReactElement;
}

/** The menu stands in the part of the page that its button is in, for those who go by landmarks. */
function landmarkOf(trigger: HTMLElement): HTMLElement {
  return trigger.closest<HTMLElement>('main, header') ?? document.body;
}

export function Menu({ entries, children }: MenuProps) {
  const items = entries.map((entry, index) =>
    entry === 'divider'
      ? ({ type: 'divider', key: `divider-${index}` } as const)
      : {
          key: entry.key,
          label: entry.label,
          disabled: entry.disabled,
          danger: entry.danger,
          onClick: entry.onSelect,
        },
  );
  return (
    <Dropdown menu={{ items }} trigger={['click']} autoFocus getPopupContainer={landmarkOf}>
      {children}
    </Dropdown>
  );
}
