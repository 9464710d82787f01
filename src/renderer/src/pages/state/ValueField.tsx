import { useDeferredValue, useId } from 'react';
import { asJsonText, couldBeText, jsonProblem } from '../../stores/draft.ts';
import type { EditorSession } from '../../stores/editor.ts';
import { useApp } from '../../ui/app-context.ts';
import { JsonEditor } from '../../ui/code/JsonEditor.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import css from './ValueField.module.css';

/** The value as JSON, checked while one types. */
export function ValueField({ session: { draft, problems, mode } }: { session: EditorSession }) {
  const { editor } = useApp();
  const titleId = useId();
  const editorId = useId();
  const text = useDeferredValue(draft.text);
  const live = text.trim() === '' ? null : jsonProblem(text);
  const problem = problems.text ?? live;
  const useAsText = (): void => {
    editor.update({ text: asJsonText(draft.text) });
    document.getElementById(editorId)?.focus();
  };
  return (
    <div className={css['field']} role="group" aria-labelledby={titleId}>
      <span id={titleId} className={css['label']}>
        Value
      </span>
      <div className={css['editor']}>
        <JsonEditor
          id={editorId}
          text={draft.text}
          label="Value, as JSON"
          wrong={problem !== null}
          autoFocus={mode === 'edit'}
          onChange={(next) => editor.update({ text: next })}
          onSubmit={() => void editor.save()}
        />
      </div>
      <div className={css['note']} role={problems.text === undefined ? undefined : 'alert'}>
        {problem === null ? (
          <span className={css['hint']}>JSON: text in double quotes, a number, true, a list or an object.</span>
        ) : (
          <span className={css['problem']}>
            {problem} {couldBeText(text) && <LinkButton onClick={useAsText}>Use it as text</LinkButton>}
          </span>
        )}
      </div>
    </div>
  );
}
