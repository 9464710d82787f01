import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import css from './LinkButton.module.css';

/** A button within a sentence. */
export function LinkButton({ className, ...rest }: ComponentProps<'button'>) {
  return <button type="button" {...rest} className={cx(css['link'], className)} />;
}
