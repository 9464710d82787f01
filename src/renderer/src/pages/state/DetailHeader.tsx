import type { ReactNode } from 'react';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import css from './DetailHeader.module.css';

/** A key of more characters may take more lines than are shown at once. */
const LONG_KEY = 100;

/** The whole key, however long, and what can be done with its entry. */
export function DetailHeader({ entryKey, children }: { entryKey: string; children: ReactNode }) {
  return (
    <header className={css['header']}>
      {/* Focusable, because a long key is scrolled. */}
      <h2 className={css['key']} tabIndex={entryKey.length > LONG_KEY ? 0 : undefined}>
        <KeyName value={entryKey} wrap />
      </h2>
      <CopyButton text={entryKey} what="the key" />
      <div className={css['actions']}>{children}</div>
    </header>
  );
}
