import { useEffect, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import styles from './cover.module.css';

interface CoverProps {
  /** The id of the heading that names it. */
  labelledBy: string;
  children: ReactNode;
}

/**
 * Covers everything, dialogs included, and cannot be closed by the keyboard: the page below stays as it is but can
 * neither be seen nor reached nor read aloud.
 */
export function Cover({ labelledBy, children }: CoverProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current!;
    const before = document.activeElement;
    const show = () => element.isConnected && !element.open && element.showModal();
    element.setAttribute('closedby', 'none');
    // A browser that does not know the attribute closes it at the second Escape.
    element.addEventListener('close', show);
    show();
    return () => {
      element.removeEventListener('close', show);
      element.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      className={styles.cover}
      aria-labelledby={labelledBy}
      onCancel={(event) => event.preventDefault()}
    >
      {children}
    </dialog>,
    document.body,
  );
}
