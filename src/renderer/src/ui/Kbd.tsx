import css from './Kbd.module.css';

/** A key on the keyboard; said elsewhere to those who listen (`aria-keyshortcuts`). */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className={css['kbd']} aria-hidden>
      {children}
    </kbd>
  );
}
