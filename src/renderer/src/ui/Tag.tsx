import type { ReactNode } from 'react';
import type { TagTone } from '../format/peer-words.ts';
import { cx } from './cx.ts';
import css from './Tag.module.css';

/** One or two words on a soft ground. */
export function Tag({ tone = 'neutral', title, children }: { tone?: TagTone; title?: string; children: ReactNode }) {
  return (
    <span className={cx(css['tag'], css[tone])} title={title}>
      {children}
    </span>
  );
}
