import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './Facts.module.css';

/** Names and values, one pair a line. */
export function Facts({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return <dl className={cx(css['facts'], className)}>{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className={css['name']}>{name}</dt>
      <dd className={css['value']}>{children}</dd>
    </>
  );
}
