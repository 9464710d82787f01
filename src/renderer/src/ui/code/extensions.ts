import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { linter, type Diagnostic } from '@codemirror/lint';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { checkJson } from '../../../../shared/json-check.ts';
import { codeTheme } from './theme.ts';
import type { CodeEvents } from './useCodeMirror.ts';

const LINT_DELAY_MS = 300;
const common: Extension = [json(), codeTheme, EditorView.lineWrapping];

/** Leaves room for the button that lies over the upper right corner. */
const besideCopyButton = EditorView.theme({ '.cm-content': { paddingRight: '32px' } });

/** A value to read: it can have the focus and be scrolled, selected and copied, and never changes. */
export function readingExtensions(label: string): Extension {
  return [
    common,
    besideCopyButton,
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
  ];
}

function diagnostics(view: EditorView): Diagnostic[] {
  const text = view.state.doc.toString();
  const problem = text.trim() === '' ? null : checkJson(text);
  if (!problem) return [];
  const to = Math.min(text.length, problem.at + 1);
  return [{ from: Math.min(problem.at, text.length), to, severity: 'error', message: problem.message }];
}

/** A value to write. Tab moves on, as everywhere; Ctrl (Cmd) and Enter saves. */
export function writingExtensions(label: string, { onChange, onSubmit }: CodeEvents): Extension {
  const submit = (): boolean => {
    onSubmit();
    return true;
  };
  return [
    common,
    Prec.highest(keymap.of([{ key: 'Mod-Enter', run: submit }])),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    history(),
    lineNumbers(),
    highlightActiveLineGutter(),
    drawSelection(),
    bracketMatching(),
    indentOnInput(),
    indentUnit.of('  '),
    linter(diagnostics, { delay: LINT_DELAY_MS }),
    EditorView.contentAttributes.of({ 'aria-label': label }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
  ];
}
