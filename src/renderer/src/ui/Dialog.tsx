import { X } from 'lucide-react';
import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type SyntheticEvent,
} from 'react';
import { cx } from './cx.ts';
import css from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';
import { OverlayContainer } from './overlay-container.ts';

interface DialogProps {
  title: ReactNode;
  /** Escape or the close button; the dialog is gone when it is no longer rendered. */
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  wide?: boolean;
  footer: ReactNode;
  children: ReactNode;
}

/**
 * A modal dialog on the browser's own: it holds the focus, makes the rest inert and gives the focus back. (Radix' injects
 * a style element, which the content security policy forbids.)
 */
export function Dialog({ title, onClose, onKeyDown, wide = false, footer, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const [container, setContainer] = useState<HTMLElement | null>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    dialog.showModal();
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => dialog.close();
  }, []);
  const handleKey = (event: KeyboardEvent): void => {
    onKeyDown?.(event);
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    // Prevented, because the browser would close the dialog by itself.
    event.preventDefault();
    onClose();
  };
  // Escape while nothing in the dialog has the focus.
  const handleCancel = (event: SyntheticEvent): void => {
    event.preventDefault();
    onClose();
  };
  // The browser insists on closing when it is prevented twice; what is still rendered opens again.
  const handleClosed = (): void => {
    if (ref.current?.isConnected) ref.current.showModal();
  };
  return (
    <dialog
      ref={ref}
      onCancel={handleCancel}
      onClose={handleClosed}
      className={cx(css['dialog'], wide && css['wide'])}
      aria-labelledby={titleId}
      onKeyDown={handleKey}
    >
      <div ref={setContainer} className={css['frame']}>
        <OverlayContainer value={container}>
          <header className={css['header']}>
            <h2 id={titleId} className={css['title']}>
              {title}
            </h2>
            <IconButton icon={X} label="Close" onClick={onClose} />
          </header>
          <div className={css['body']}>{children}</div>
          <footer className={css['footer']}>{footer}</footer>
        </OverlayContainer>
      </div>
    </dialog>
  );
}
