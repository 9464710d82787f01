import type { ComponentProps } from 'react';
import css from './Card.module.css';
import { cx } from './cx.ts';

/** A panel with a border. */
export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section {...rest} className={cx(css['card'], className)} />;
}
