import { useMemo } from 'react';
import { prettyJson } from '../../format/json-text.ts';
import { readingExtensions } from './extensions.ts';
import { useCodeMirror } from './useCodeMirror.ts';
import css from './Json.module.css';

const nothing = (): void => undefined;

/** A value laid out for reading. `text` is its canonical JSON. */
export function JsonView({ text, label }: { text: string; label: string }) {
  const pretty = useMemo(() => prettyJson(text), [text]);
  const host = useCodeMirror({
    text: pretty,
    extensions: () => readingExtensions(label),
    onChange: nothing,
    onSubmit: nothing,
  });
  return <div ref={host} className={css['view']} />;
}
