import type { Ref } from 'react';
import { useStore } from 'zustand';
import type { CodeField } from '../stores/code-field.ts';
import css from './CodeInput.module.css';
import { CodeGroups } from './CodeGroups.tsx';
import { Field } from './Field.tsx';
import { TextInput } from './TextInput.tsx';

interface CodeInputProps {
  field: CodeField;
  label: string;
  readOnly: boolean;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** Takes an invite code, and shows it back in its groups of four with the ones to look at marked (GR1). */
export function CodeInput({ field, label, readOnly, autoFocus = false, ref }: CodeInputProps) {
  const { text, fault } = useStore(field.store);
  return (
    <Field
      label={label}
      hint="8 groups of 4 letters and digits. Small letters, spaces and dashes are fine."
      error={fault && <span role="alert">{fault.reason}</span>}
    >
      {(control) => (
        <div className={css['field']}>
          <TextInput
            {...control}
            ref={ref}
            mono
            data-autofocus={autoFocus || undefined}
            dir="ltr"
            autoCapitalize="characters"
            readOnly={readOnly}
            value={text}
            onChange={(event) => field.type(event.target.value)}
          />
          {/* What is typed, once more: for the eye alone. */}
          <div aria-hidden data-testid="typed-groups">
            <CodeGroups code={text} wrong={fault?.groups ?? []} />
          </div>
        </div>
      )}
    </Field>
  );
}
