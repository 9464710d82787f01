import { cx } from '../cx.ts';
import { writingExtensions } from './extensions.ts';
import css from './Json.module.css';
import { useCodeMirror } from './useCodeMirror.ts';

interface JsonEditorProps {
  id: string;
  text: string;
  label: string;
  wrong: boolean;
  autoFocus: boolean;
  onChange: (text: string) => void;
  /** Ctrl (Cmd) and Enter. */
  onSubmit: () => void;
}

/** Edits a value as JSON text, marking where it is none. */
export function JsonEditor({ id, text, label, wrong, autoFocus, onChange, onSubmit }: JsonEditorProps) {
  const host = useCodeMirror({
    text,
    autoFocus,
    extensions: (events) => writingExtensions(label, events),
    onChange,
    onSubmit,
  });
  return <div id={id} ref={host} className={cx(css['editor'], wrong && css['wrong'])} />;
}
