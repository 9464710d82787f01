import type { LostEntry } from '../../../../shared/model.ts';
import { LOSS_REASONS, lostWords } from '../../format/changeset-words.ts';
import { prettyJson } from '../../format/json-text.ts';
import { DiffView } from '../../ui/diff/DiffView.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { Tag } from '../../ui/Tag.tsx';
import css from './ChangeView.module.css';

const shown = (entry: LostEntry['entry']): string | null => (entry.deleted ? null : prettyJson(entry.text));

/** Values that met a better one and did not take their place (CH2): what they were, and why. */
export function LostValues({ lost }: { lost: readonly LostEntry[] }) {
  return lost.map(({ entry, winner, reason }) => (
    <section key={`${entry.key}/${entry.hash}`} className={css['change']}>
      <header className={css['header']}>
        <Tag tone="warning">
          {lostWords(1)}: {LOSS_REASONS[reason]}
        </Tag>
        <h2 className={css['key']}>
          <KeyName value={entry.key} wrap />
        </h2>
      </header>
      <DiffView
        before={{ heading: <SideHeading word="lost" time={entry.ts} />, text: shown(entry) ?? '(deleted)' }}
        after={{ heading: <SideHeading word="kept" time={winner.ts} />, text: shown(winner) ?? '(deleted)' }}
      />
    </section>
  ));
}

function SideHeading({ word, time }: { word: string; time: number }) {
  return (
    <>
      {word} · written <Moment time={time} />
    </>
  );
}
