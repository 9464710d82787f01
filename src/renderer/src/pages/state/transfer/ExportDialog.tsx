import { useId } from 'react';
import { useStore } from 'zustand';
import { plural } from '../../../format/number.ts';
import type { ExportSession } from '../../../stores/export-file.ts';
import { useApp } from '../../../ui/app-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Segments } from '../../../ui/Segments.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import css from './transfer.module.css';

/** Longest key that the window may send. */
const MAX_PREFIX = 4096;

/** Which values are written to a file, while that is asked. */
export function ExportDialog() {
  const session = useStore(useApp().exportFile.store, (state) => state.session);
  return session && <OpenExport session={session} />;
}

function OpenExport({ session }: { session: ExportSession }) {
  const { exportFile } = useApp();
  const formId = useId();
  const { count, saving, problem } = session;
  const close = (): void => exportFile.close();
  return (
    <Dialog
      title="Export"
      onClose={close}
      footer={
        <>
          <Button disabled={saving} onClick={close}>
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            data-autofocus
            disabled={saving || count === null || count === 0}
          >
            {saving ? 'Exporting…' : 'Choose a file…'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void exportFile.save();
        }}
      >
        <Scope session={session} />
        <p className={css['words']} role="status">
          {countWords(session)}
        </p>
        {problem !== null && (
          <p className={css['problem']} role="alert">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function Scope({ session: { scope, prefix } }: { session: ExportSession }) {
  const { exportFile } = useApp();
  return (
    <>
      <div>
        <Segments
          label="What to export"
          value={scope}
          options={[
            { value: 'all', label: 'Everything' },
            { value: 'prefix', label: 'A part' },
          ]}
          onChange={(next) => exportFile.setScope(next)}
        />
      </div>
      {scope === 'prefix' && (
        <Field label="Keys that begin with" hint="For example desks/ for all that is in that folder.">
          {(control) => (
            <TextInput
              {...control}
              mono
              data-autofocus
              maxLength={MAX_PREFIX}
              value={prefix}
              onChange={(event) => exportFile.setPrefix(event.target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}

function countWords({ scope, prefix, count }: ExportSession): string {
  if (count === null) return 'Counting…';
  if (count > 0) return `${plural(count, 'value', 'values')}, with lifetimes, in a file that can be imported again.`;
  return scope === 'all' ? 'There is nothing to export: the state is empty.' : `No key begins with “${prefix}”.`;
}
