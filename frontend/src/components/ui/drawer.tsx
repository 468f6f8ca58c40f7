import { Drawer as AntDrawer } from 'antd';
import type { ReactNode } from 'react';

interface DrawerProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  placement?: 'left' | 'right';
  /** Width in pixels; never wider than the screen. */
  width?: number;
  /** False leaves the page beside the panel in use: a list stays a list. */
  modal?: boolean;
  children: ReactNode;
}

/** A panel at the side of the page: takes the focus, gives it back, closes with Escape. */
export function Drawer({ width = 480, placement = 'right', modal = true, ...rest }: DrawerProps) {
  return (
    <AntDrawer
      placement={placement}
      size={`min(${width}px, 100vw)`}
      mask={modal}
      styles={{ body: { padding: 16 } }}
      {...rest}
    />
  );
}
