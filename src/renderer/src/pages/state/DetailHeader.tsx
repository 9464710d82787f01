import type { ReactNode } from 'react';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import css from './DetailHeader.module.css';

/** The whole key, however long, and what can be done with its entry. */
export function DetailHeader({ entryKey, children }: { entryKey: string; children: ReactNode }) {
  return (
    <header className={css['header']}>
      <h2 className={css['key']}>
        <KeyName value={entryKey} wrap />
      </h2>
      <CopyButton text={entryKey} what="the key" />
      <div className={css['actions']}>{children}</div>
    </header>
  );
}
