import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';

/** What a CodeMirror tells its owner. */
export interface CodeEvents {
  onChange: (text: string) => void;
  onSubmit: () => void;
}

interface CodeOptions extends CodeEvents {
  text: string;
  /** Takes the focus as soon as it is there. */
  autoFocus?: boolean;
  extensions: (events: CodeEvents) => Extension;
}

/**
 * Keeps a CodeMirror in the shadow root of the returned element. In a shadow root its styles are constructed sheets; in
 * the document they would be a style element, which the content security policy forbids.
 */
export function useCodeMirror(options: CodeOptions): RefObject<HTMLDivElement | null> {
  const { text, extensions, onChange, onSubmit, autoFocus = false } = options;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const change = useEffectEvent(onChange);
  const submit = useEffectEvent(onSubmit);
  const wantsFocus = useEffectEvent(() => autoFocus);
  const initial = useEffectEvent((events: CodeEvents) =>
    EditorState.create({ doc: text, extensions: extensions(events) }),
  );

  useEffect(() => {
    if (!host.current) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open', delegatesFocus: true });
    const state = initial({ onChange: (next) => change(next), onSubmit: () => submit() });
    const created = new EditorView({ root, parent: root, state });
    view.current = created;
    if (wantsFocus()) created.focus();
    return () => {
      created.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const shown = view.current;
    if (!shown || shown.state.doc.toString() === text) return;
    shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: text } });
  }, [text]);

  return host;
}
