import { useId, type ReactNode } from 'react';
import css from './SettingsRow.module.css';

interface SettingsRowProps {
  title: string;
  /** What it means. */
  words: ReactNode;
  /** What can be done, at the row's end. */
  action?: ReactNode;
  /** What is shown below, over the whole width. */
  children?: ReactNode;
}

/** One thing that can be set. */
export function SettingsRow({ title, words, action, children }: SettingsRowProps) {
  const titleId = useId();
  return (
    <div className={css['row']} role="group" aria-labelledby={titleId}>
      <div className={css['text']}>
        <h3 id={titleId} className={css['title']}>
          {title}
        </h3>
        <div className={css['words']}>{words}</div>
      </div>
      {action !== undefined && <div className={css['action']}>{action}</div>}
      {children !== undefined && <div className={css['below']}>{children}</div>}
    </div>
  );
}
