import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, MouseEvent } from 'react';
import { cx } from './cx.ts';
import css from './Button.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'plain' | 'primary' | 'danger' | 'quiet';
  icon?: LucideIcon;
}

const ignore = (event: MouseEvent): void => event.preventDefault();

/** A button that keeps the focus when it is switched off: it says so and does nothing. */
export function Button({
  variant = 'plain',
  icon: Icon,
  className,
  children,
  disabled,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={disabled === true || undefined}
      className={cx(css['button'], css[variant], className)}
      onClick={disabled === true ? ignore : onClick}
    >
      {Icon && <Icon size={14} strokeWidth={1.9} aria-hidden />}
      {children}
    </button>
  );
}
