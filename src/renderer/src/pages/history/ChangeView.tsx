import { ExternalLink, ListFilter } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Change, EntryView } from '../../../../shared/model.ts';
import { formatDuration } from '../../format/duration.ts';
import { prettyJson } from '../../format/json-text.ts';
import { useApp } from '../../ui/app-context.ts';
import { DiffView } from '../../ui/diff/DiffView.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { Moment } from '../../ui/Moment.tsx';
import css from './ChangeView.module.css';

/** One key before and after. */
export function ChangeView({ change: { key, before, after }, time }: { change: Change; time: number }) {
  const { showEntry, showHistoryOf } = useApp();
  const old = valueOf(before);
  const now = valueOf(after);
  return (
    <section className={css['change']}>
      <header className={css['header']}>
        <h2 className={css['key']}>
          <KeyName value={key} wrap />
        </h2>
        <IconButton icon={ExternalLink} label="Open in State" onClick={() => showEntry(key)} />
        <IconButton icon={ListFilter} label="Show only this key" onClick={() => showHistoryOf(key)} />
      </header>
      {old === null && now === null ? (
        <p className={css['words']}>Deleted; there was no value here.</p>
      ) : (
        <DiffView
          before={{ heading: <SideHeading word="before" entry={before} time={before?.ts ?? time} />, text: old }}
          after={{ heading: <SideHeading word="after" entry={after} time={after?.ts ?? time} />, text: now }}
        />
      )}
      {now === null && old !== null && <p className={css['words']}>{after ? 'Deleted.' : 'Expired.'}</p>}
      {old !== null && old === now && <p className={css['words']}>The same value was written again.</p>}
    </section>
  );
}

function valueOf(entry: EntryView | null): string | null {
  return entry && !entry.deleted ? prettyJson(entry.text) : null;
}

function SideHeading({ word, entry, time }: { word: string; entry: EntryView | null; time: number }): ReactNode {
  return (
    <>
      {word} · <Moment time={time} />
      {entry && !entry.deleted && entry.ttl !== null && ` · expires after ${formatDuration(entry.ttl)}`}
    </>
  );
}
