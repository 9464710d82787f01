import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import css from './Button.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'plain' | 'primary' | 'danger' | 'quiet';
  icon?: LucideIcon;
}

export function Button({ variant = 'plain', icon: Icon, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={cx(css['button'], css[variant], className)}>
      {Icon && <Icon size={14} strokeWidth={1.9} aria-hidden />}
      {children}
    </button>
  );
}
