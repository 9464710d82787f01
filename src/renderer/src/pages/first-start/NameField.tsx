import type { Ref } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../ui/app-context.ts';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';

/** Far more than any name may have; the main process says what a name may be. */
const MAX_NAME = 1_000;

/** What the others call this machine. */
export function NameField({ ref }: { ref: Ref<HTMLInputElement> }) {
  const { groupChoice } = useApp();
  const { name, nameProblem, busy } = useStore(groupChoice.store);
  return (
    <Field label="Name of this machine" hint="The other machines call it so." error={nameProblem}>
      {(control) => (
        <TextInput
          {...control}
          ref={ref}
          maxLength={MAX_NAME}
          readOnly={busy !== null}
          value={name}
          onChange={(event) => groupChoice.setName(event.target.value)}
        />
      )}
    </Field>
  );
}
