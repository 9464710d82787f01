import type { EditorSession } from '../../stores/editor.ts';
import { useApp } from '../../ui/app-context.ts';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import css from './TtlField.module.css';

/** How long the entry lives. */
export function TtlField({ session: { draft, problems } }: { session: EditorSession }) {
  const { editor } = useApp();
  return (
    <Field
      label="Expires after"
      hint="From the moment you save: 90 s, 10 min, 8 h, 7 d. Empty keeps it for ever."
      error={problems.ttl}
    >
      {(control) => (
        <TextInput
          {...control}
          className={css['input']}
          placeholder="never"
          value={draft.ttl}
          onChange={(event) => editor.update({ ttl: event.target.value })}
        />
      )}
    </Field>
  );
}
