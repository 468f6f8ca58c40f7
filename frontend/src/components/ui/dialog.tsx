import { Modal } from 'antd';
import { useRef, type ReactNode } from 'react';

const field = 'input:not([type=hidden], [readonly]), textarea';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  /** The row of buttons; none when absent. */
  footer?: ReactNode;
  width?: number;
}

/** A dialog with a field begins in its first one. */
export function Dialog({ open, onClose, title, children, footer = null, width = 560 }: DialogProps) {
  const content = useRef<HTMLDivElement>(null);
  const begin = (now: boolean) => now && content.current?.querySelector<HTMLElement>(field)?.focus();
  return (
    <Modal
      open={open}
      onCancel={onClose}
      title={title}
      footer={footer}
      styles={{ header: { paddingInlineEnd: 24 } }} // a long title stays clear of the button that closes
      width={`min(${width}px, calc(100vw - 16px))`}
      destroyOnHidden
      afterOpenChange={begin}
    >
      <div ref={content}>{children}</div>
    </Modal>
  );
}
