import { Tooltip as Radix } from 'radix-ui';
import { useContext, type ReactNode } from 'react';
import { OverlayContainer } from './overlay-container.ts';
import css from './Tooltip.module.css';

interface TooltipProps {
  content: ReactNode;
  /** One element that takes a ref and can have the focus. */
  children: ReactNode;
  side?: 'top' | 'right' | 'bottom' | 'left';
}

/** Explains what it is about on hover and on focus. */
export function Tooltip({ content, children, side = 'bottom' }: TooltipProps) {
  const container = useContext(OverlayContainer);
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content className={css['tooltip']} side={side} sideOffset={6} collisionPadding={8}>
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const TooltipProvider = Radix.Provider;
