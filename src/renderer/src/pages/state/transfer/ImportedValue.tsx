import { useStore } from 'zustand';
import type { ImportRow } from '../../../../../shared/ipc.ts';
import { formatDuration } from '../../../format/duration.ts';
import { prettyJson } from '../../../format/json-text.ts';
import { liveOf } from '../../../format/live-entry.ts';
import { useApp } from '../../../ui/app-context.ts';
import { DiffView } from '../../../ui/diff/DiffView.tsx';
import { KeyName } from '../../../ui/KeyName.tsx';
import css from './transfer.module.css';

/** The chosen key: what it holds now and what the file holds. */
export function ImportedValue() {
  const list = useStore(useApp().importFile.list.store);
  const row = list.rows.find(({ key }) => key === list.selected);
  return (
    <div id="import-detail" className={css['detail']} role="group" aria-label="What would change" tabIndex={-1}>
      {row ? <Compared row={row} /> : <p className={css['words']}>Choose a key to see what would change.</p>}
    </div>
  );
}

function Compared({ row: { key, before, text, ttl } }: { row: ImportRow }) {
  const held = liveOf(before);
  return (
    <>
      <h3 className={css['key']}>
        <KeyName value={key} wrap />
      </h3>
      <DiffView
        key={key}
        before={{ heading: `now${lifetime(held?.ttl ?? null)}`, text: held && prettyJson(held.text) }}
        after={{ heading: `in the file${lifetime(ttl)}`, text: text === null ? null : prettyJson(text) }}
      />
      {text === null && <p className={css['words']}>The file deletes this key.</p>}
      {held !== null && held.text === text && <p className={css['words']}>Only the lifetime would change.</p>}
    </>
  );
}

function lifetime(ttl: number | null): string {
  return ttl === null ? '' : ` · expires after ${formatDuration(ttl)}`;
}
