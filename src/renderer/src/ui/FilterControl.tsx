import { ChevronDown, X } from 'lucide-react';
import { useRef, type ComponentProps, type ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './FilterControl.module.css';

interface FilterControlProps {
  /** What it filters by: `Machine`. */
  name: string;
  on: boolean;
  onRemove: () => void;
  /** A {@link FilterTrigger} with what it opens. */
  children: ReactNode;
}

/** One part of a filter: a button that opens its choices and, while it is on, one that takes it away. */
export function FilterControl({ name, on, onRemove, children }: FilterControlProps) {
  const ref = useRef<HTMLSpanElement>(null);
  const remove = (): void => {
    ref.current?.querySelector('button')?.focus();
    onRemove();
  };
  return (
    <span ref={ref} className={cx(css['control'], on && css['on'])}>
      {children}
      {on && (
        <button type="button" className={css['remove']} aria-label={`Take away the filter: ${name}`} onClick={remove}>
          <X size={13} aria-hidden />
        </button>
      )}
    </span>
  );
}

interface FilterTriggerProps extends Omit<ComponentProps<'button'>, 'value'> {
  name: string;
  /** What it is set to; null while it lets everything through. */
  value: string | null;
  /** Stands there then: `Any machine`. */
  any: string;
}

/** Opens the choices and shows the one that holds, in its own way if it has children. */
export function FilterTrigger({ name, value, any, children, ...rest }: FilterTriggerProps) {
  const label = value === null ? undefined : `${name}: ${value}`;
  return (
    <button type="button" {...rest} className={css['trigger']} title={value ?? undefined} aria-label={label}>
      <span className={css['text']}>{value === null ? any : (children ?? value)}</span>
      <ChevronDown className={css['chevron']} size={13} strokeWidth={2} aria-hidden />
    </button>
  );
}
