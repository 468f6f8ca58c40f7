import { Modal } from 'antd';
import type { ReactNode } from 'react';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  /** The row of buttons; none when absent. */
  footer?: ReactNode;
  width?: number;
}

export function Dialog({ open, onClose, title, children, footer = null, width = 560 }: DialogProps) {
  return (
    <Modal
      open={open}
      onCancel={onClose}
      title={title}
      footer={footer}
      width={`min(${width}px, calc(100vw - 16px))`}
      destroyOnHidden
    >
      {children}
    </Modal>
  );
}
