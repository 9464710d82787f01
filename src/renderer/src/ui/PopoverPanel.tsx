import { Popover } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import css from './PopoverPanel.module.css';

interface PopoverPanelProps {
  /** A button that takes a ref. */
  trigger: ReactElement;
  label: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  align?: 'start' | 'end';
  children: ReactNode;
}

/** A small panel beside the button that opens it; Escape closes it and gives the focus back. */
export function PopoverPanel({ trigger, label, open, onOpenChange, align = 'start', children }: PopoverPanelProps) {
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={css['panel']} align={align} sideOffset={5} collisionPadding={8} aria-label={label}>
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
