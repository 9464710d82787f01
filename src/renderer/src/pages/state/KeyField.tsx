import type { EditorSession } from '../../stores/editor.ts';
import { useApp } from '../../ui/app-context.ts';
import { Field } from '../../ui/Field.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { TextInput } from '../../ui/TextInput.tsx';

/** The key of a new entry. */
export function KeyField({ session: { draft, problems, taken } }: { session: EditorSession }) {
  const { editor, showEntry } = useApp();
  const open =
    taken === null ? null : (
      <>
        {' '}
        <LinkButton
          onClick={() => {
            editor.close();
            showEntry(taken);
          }}
        >
          Open it
        </LinkButton>
      </>
    );
  return (
    <Field
      label="Key"
      hint="A slash makes a folder: desks/3-114"
      error={
        problems.key === undefined ? undefined : (
          <>
            {problems.key}
            {open}
          </>
        )
      }
    >
      {(control) => (
        <TextInput
          {...control}
          mono
          data-autofocus
          required
          value={draft.key}
          onChange={(event) => editor.update({ key: event.target.value })}
        />
      )}
    </Field>
  );
}
