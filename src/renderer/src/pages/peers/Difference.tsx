import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { EntryView } from '../../../../shared/model.ts';
import type { StateDifference } from '../../../../shared/peer-comparison.ts';
import { differenceSentence, differenceWords } from '../../format/difference-words.ts';
import { formatDuration } from '../../format/duration.ts';
import { prettyJson } from '../../format/json-text.ts';
import { cx } from '../../ui/cx.ts';
import { DiffView } from '../../ui/diff/DiffView.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { Moment } from '../../ui/Moment.tsx';
import css from './Comparison.module.css';

interface DifferenceProps {
  difference: StateDifference;
  /** Of the peer. */
  name: string;
  open: boolean;
  onToggle: () => void;
}

/** One key that the two do not hold alike; opens to both values. */
export const Difference = memo(
  function Difference({ difference, name, open, onToggle }: DifferenceProps) {
    return (
      <li className={css['item']} data-testid="difference">
        <button type="button" className={css['row']} aria-expanded={open} onClick={onToggle}>
          <ChevronRight className={cx(css['chevron'], open && css['turned'])} size={13} strokeWidth={2.2} aria-hidden />
          <span className={css['key']}>
            <KeyName value={difference.key} wrap={open} />
          </span>
          <span className={css['reason']}>{differenceWords(difference)}</span>
        </button>
        {open && <Values difference={difference} name={name} />}
      </li>
    );
  },
  (a, b) => a.difference === b.difference && a.open === b.open && a.name === b.name,
);

function Values({ difference, name }: Pick<DifferenceProps, 'difference' | 'name'>) {
  const { ours, theirs } = difference;
  return (
    <div className={css['values']}>
      <p>{differenceSentence(difference)}</p>
      <DiffView
        before={{ heading: <SideHeading side="here" entry={ours} />, text: textOf(ours) }}
        after={{ heading: <SideHeading side={name} entry={theirs} />, text: textOf(theirs) }}
      />
      {ours === null && <p>There is no entry here.</p>}
      {theirs === null && (
        <p>
          There is no entry on <bdi>{name}</bdi>.
        </p>
      )}
      {ours?.text !== undefined && ours.text === theirs?.text && (
        <p>Both have the same value, written at different times or for different lifetimes.</p>
      )}
    </div>
  );
}

/** The value laid out for reading; null where there is no entry. */
function textOf(entry: EntryView | null): string | null {
  if (entry === null) return null;
  return entry.deleted ? '(deleted)' : prettyJson(entry.text);
}

function SideHeading({ side, entry }: { side: string; entry: EntryView | null }) {
  if (entry === null) return null;
  return (
    <>
      <bdi>{side}</bdi> · {entry.deleted ? 'deleted' : 'written'} <Moment time={entry.ts} />
      {entry.ttl !== null && !entry.deleted && ` · expires after ${formatDuration(entry.ttl)}`}
    </>
  );
}
