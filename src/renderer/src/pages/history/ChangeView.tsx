import { ExternalLink, ListFilter } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Change, EntryView } from '../../../../shared/model.ts';
import { formatDuration } from '../../format/duration.ts';
import { isErased } from '../../format/erased.ts';
import { prettyJson } from '../../format/json-text.ts';
import { liveOf } from '../../format/live-entry.ts';
import { useApp } from '../../ui/app-context.ts';
import { DiffView } from '../../ui/diff/DiffView.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { Moment } from '../../ui/Moment.tsx';
import css from './ChangeView.module.css';
import { RestoreButton } from './RestoreButton.tsx';

/** One key before and after, each with a way back to it. */
export function ChangeView({ change, time }: { change: Change; time: number }) {
  const { showEntry, showHistoryOf } = useApp();
  const { key, before, after } = change;
  const old = textOf(before);
  const now = textOf(after);
  return (
    <section className={css['change']}>
      <header className={css['header']}>
        <h2 className={css['key']}>
          <KeyName value={key} wrap />
        </h2>
        <IconButton icon={ExternalLink} label="Open in State" onClick={() => showEntry(key)} />
        <IconButton icon={ListFilter} label="Show only this key" onClick={() => showHistoryOf(key)} />
      </header>
      {(old !== null || now !== null) && (
        <DiffView
          before={{ heading: <SideHeading word="before" entry={before} time={time} />, text: old }}
          after={{ heading: <SideHeading word="after" entry={after} time={time} />, text: now }}
        />
      )}
      <Words change={change} same={old !== null && old === now} />
    </section>
  );
}

/** The value laid out for reading; null where there is none to show. */
function textOf(entry: EntryView | null): string | null {
  const live = liveOf(entry);
  return live && !isErased(live) ? prettyJson(live.text) : null;
}

function SideHeading({ word, entry, time }: { word: string; entry: EntryView | null; time: number }): ReactNode {
  const live = liveOf(entry);
  const ttl = live?.ttl ?? null;
  return (
    <span className={css['side']}>
      <span>
        {word} · <Moment time={entry?.ts ?? time} />
        {ttl !== null && ` · expires after ${formatDuration(ttl)}`}
      </span>
      {live && <RestoreButton entryKey={live.key} once={live} label="Restore this value" />}
    </span>
  );
}

/** What the comparison cannot show: a side without a value, one that was erased, two that are equal. */
function Words({ change: { key, before, after }, same }: { change: Change; same: boolean }) {
  const [hadValue, hasValue] = [liveOf(before), liveOf(after)];
  return (
    <>
      {!hadValue && (
        <p className={css['words']}>
          There was no value before. <RestoreButton entryKey={key} once={null} label="Remove again" />
        </p>
      )}
      {hadValue && isErased(hadValue) && (
        <p className={css['words']}>The value before was erased from this machine’s history.</p>
      )}
      {hasValue && isErased(hasValue) && (
        <p className={css['words']}>The value after was erased from this machine’s history.</p>
      )}
      {!hasValue && hadValue && (
        <p className={css['words']}>
          {after ? 'Deleted.' : 'Expired.'} <RestoreButton entryKey={key} once={null} label="Remove again" />
        </p>
      )}
      {!hasValue && !hadValue && <p className={css['words']}>Deleted; there was no value here.</p>}
      {same && <p className={css['words']}>The same value was written again.</p>}
    </>
  );
}
