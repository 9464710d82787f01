import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import css from './IconButton.module.css';
import { Tooltip } from './Tooltip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  icon: LucideIcon;
  /** Its name, also shown as a tooltip. */
  label: string;
}

export function IconButton({ icon: Icon, label, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label}>
      <button type="button" {...rest} aria-label={label} className={cx(css['button'], className)}>
        <Icon size={15} strokeWidth={1.9} aria-hidden />
      </button>
    </Tooltip>
  );
}
