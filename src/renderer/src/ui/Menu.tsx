import type { LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useContext, useRef, type ReactElement } from 'react';
import css from './Menu.module.css';
import { OverlayContainer } from './overlay-container.ts';

export interface MenuItem {
  label: string;
  icon: LucideIcon;
  disabled?: boolean;
  onSelect: () => void;
}

/**
 * Commands behind one button. Each runs after the button has the focus again, so that a dialog which it opens gives the focus back to the
 * button. (Not modal: a modal menu injects a style element, which the content security policy forbids.)
 */
export function Menu({ trigger, items }: { trigger: ReactElement; items: readonly MenuItem[] }) {
  const container = useContext(OverlayContainer);
  const button = useRef<HTMLButtonElement>(null);
  const chosen = useRef<(() => void) | null>(null);
  const onCloseAutoFocus = (event: Event): void => {
    const run = chosen.current;
    chosen.current = null;
    if (run === null) return;
    event.preventDefault();
    button.current?.focus();
    run();
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild ref={button}>
        {trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content
          className={css['menu']}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={onCloseAutoFocus}
        >
          {items.map(({ label, icon: Icon, disabled = false, onSelect }) => (
            <DropdownMenu.Item
              key={label}
              className={css['item']}
              disabled={disabled}
              onSelect={() => {
                chosen.current = onSelect;
              }}
            >
              <Icon size={14} strokeWidth={1.9} aria-hidden />
              {label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
