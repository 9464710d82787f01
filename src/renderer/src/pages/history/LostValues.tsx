import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { EntryView, LostEntry } from '../../../../shared/model.ts';
import { lossReason, lostWords } from '../../format/changeset-words.ts';
import { isErased } from '../../format/erased.ts';
import { prettyJson } from '../../format/json-text.ts';
import { useApp } from '../../ui/app-context.ts';
import { DiffView } from '../../ui/diff/DiffView.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { Tag } from '../../ui/Tag.tsx';
import css from './ChangeView.module.css';
import { RestoreButton } from './RestoreButton.tsx';

/** Values that met a better one and did not take their place (CH2): what they were, why, and a way to take them back. */
export function LostValues() {
  const lost = useStore(useApp().opened.store, (state) => state.lost);
  return lost.map((each, index) => <LostValue key={index} lost={each} />);
}

function LostValue({ lost }: { lost: LostEntry }) {
  const { entry, winner } = lost;
  const takeBack = entry.deleted ? (
    <RestoreButton entryKey={entry.key} once={null} label="Delete after all" done="Deleted" />
  ) : (
    <RestoreButton entryKey={entry.key} once={entry} label="Take back" done="Taken back" />
  );
  return (
    <section className={css['change']}>
      <header className={css['header']}>
        <span className={css['tag']}>
          <Tag tone="warning">{lostWords(1)}</Tag>
        </span>
        <h2 className={css['key']}>
          <KeyName value={entry.key} wrap />
        </h2>
      </header>
      <p className={css['words']}>This value did not take its place: {lossReason(lost)}.</p>
      <DiffView
        before={{ heading: <SideHeading word="lost" entry={entry} action={takeBack} />, text: textOf(entry) }}
        after={{ heading: <SideHeading word="kept" entry={winner} />, text: textOf(winner) }}
      />
    </section>
  );
}

function textOf(entry: EntryView): string {
  if (entry.deleted) return '(deleted)';
  return isErased(entry) ? '(erased from this machine’s history)' : prettyJson(entry.text);
}

function SideHeading({ word, entry, action }: { word: string; entry: EntryView; action?: ReactNode }) {
  return (
    <span className={css['side']}>
      <span>
        {word} · written <Moment time={entry.ts} />
      </span>
      {action}
    </span>
  );
}
