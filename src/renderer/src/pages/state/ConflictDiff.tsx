import { prettyJson } from '../../format/json-text.ts';
import { jsonProblem } from '../../stores/draft.ts';
import type { Conflict, EditorSession } from '../../stores/editor.ts';
import { DiffView } from '../../ui/diff/DiffView.tsx';

/** Their value beside the draft: what an overwrite would remove and add. */
export function ConflictDiff({ session: { draft }, conflict }: { session: EditorSession; conflict: Conflict }) {
  const theirs = conflict.current ? prettyJson(conflict.current.text) : null;
  const mine = jsonProblem(draft.text) === null ? prettyJson(draft.text) : draft.text;
  return <DiffView before={{ heading: 'Now in the state', text: theirs }} after={{ heading: 'Yours', text: mine }} />;
}
