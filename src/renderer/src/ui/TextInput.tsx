import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import css from './TextInput.module.css';

/** One line of text. */
export function TextInput({ mono = false, className, ...rest }: ComponentProps<'input'> & { mono?: boolean }) {
  return (
    <input
      type="text"
      autoComplete="off"
      autoCorrect="off"
      spellCheck={false}
      dir="auto"
      {...rest}
      className={cx(css['input'], mono && css['mono'], className)}
    />
  );
}
