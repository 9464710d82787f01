import { MousePointerClick, RotateCcw, Trash2 } from 'lucide-react';
import { useStore } from 'zustand';
import type { PastRow } from '../../../../../shared/model.ts';
import type { EntryView } from '../../../../../shared/model.ts';
import { formatDuration } from '../../../format/duration.ts';
import { prettyJson } from '../../../format/json-text.ts';
import { PAST_MEANINGS, pastMark } from '../../../format/past-words.ts';
import { useApp } from '../../../ui/app-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { JsonView } from '../../../ui/code/JsonView.tsx';
import { DiffView } from '../../../ui/diff/DiffView.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Moment } from '../../../ui/Moment.tsx';
import { DetailHeader } from '../DetailHeader.tsx';
import css from './PastDetail.module.css';

/** The selected key then and now. */
export function PastDetail() {
  const chosen = useStore(useApp().past.store, (state) => state.chosen);
  if (chosen === null) {
    return (
      <EmptyState icon={MousePointerClick} title="Nothing selected">
        Choose a key to compare what it held then with what it holds now.
      </EmptyState>
    );
  }
  const mark = pastMark(chosen);
  return (
    <div id="past-detail" className={css['pane']} tabIndex={-1}>
      <DetailHeader entryKey={chosen.key}>
        <RestoreOne row={chosen} />
      </DetailHeader>
      <div className={css['body']}>
        <p className={css['words']}>{PAST_MEANINGS[mark]}</p>
        {mark === 'same' && chosen.now && (
          <JsonView key={chosen.key} text={chosen.now.text} label="Value then and now" />
        )}
        {mark !== 'same' && (chosen.then ?? chosen.now) !== null && (
          <DiffView
            key={chosen.key}
            before={{ heading: <SideHeading word="then" entry={chosen.then} />, text: shownText(chosen.then) }}
            after={{ heading: <SideHeading word="now" entry={chosen.now} />, text: shownText(chosen.now) }}
          />
        )}
      </div>
    </div>
  );
}

function RestoreOne({ row }: { row: PastRow }) {
  const { restoring } = useApp();
  const { key, then } = row;
  const restore = (): void => void restoring.restore(key, then);
  if (row.erased || pastMark(row) === 'same') return null;
  if (then !== null) {
    return (
      <Button icon={RotateCcw} onClick={restore}>
        Restore this value
      </Button>
    );
  }
  return (
    <Button variant="danger" icon={Trash2} onClick={restore}>
      Remove it
    </Button>
  );
}

const shownText = (entry: EntryView | null): string | null => entry && prettyJson(entry.text);

function SideHeading({ word, entry }: { word: string; entry: EntryView | null }) {
  if (entry === null) return <>{word}</>;
  return (
    <>
      {word} · written <Moment time={entry.ts} />
      {entry.ttl !== null && ` · expires after ${formatDuration(entry.ttl)}`}
    </>
  );
}
