import { useId, type ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './Field.module.css';

/** What a control must carry to belong to its label, hint and error. */
export interface FieldControl {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string | undefined;
  children: (control: FieldControl) => ReactNode;
}

/** A labelled control; its hint gives way to its error. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const wrong = error !== undefined && error !== null;
  const note = wrong ? error : hint;
  const described = note !== undefined && note !== null;
  return (
    <div className={cx(css['field'], className)}>
      <label className={css['label']} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described ? noteId : undefined,
        'aria-invalid': wrong || undefined,
      })}
      {described && (
        <div id={noteId} className={cx(css['note'], wrong && css['error'])}>
          {note}
        </div>
      )}
    </div>
  );
}
