import { useId } from 'react';
import { useStore } from 'zustand';
import type { ChangesetSummary, Key } from '../../../../shared/model.ts';
import { changedTotal } from '../../format/changeset-words.ts';
import { plural } from '../../format/number.ts';
import { byWhom } from '../../format/origin-words.ts';
import { useApp } from '../../ui/app-context.ts';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { OriginIcon } from '../../ui/OriginIcon.tsx';
import css from './OwnHistory.module.css';

/** The newest changes of the selected key: when, what and by whom. */
export function OwnHistory({ entryKey }: { entryKey: Key }) {
  const { detail, showHistoryOf } = useApp();
  const recent = useStore(detail.store, (state) => state.recent);
  const headingId = useId();
  return (
    <section className={css['section']} aria-labelledby={headingId}>
      <header className={css['header']}>
        <h3 id={headingId} className={css['heading']}>
          Its own history
        </h3>
        <LinkButton onClick={() => showHistoryOf(entryKey)}>All of its history</LinkButton>
      </header>
      {recent === null && <p className={css['words']}>It could not be read.</p>}
      {recent?.length === 0 && <p className={css['words']}>No change of this key is kept any more.</p>}
      {recent !== null && recent.length > 0 && (
        <ul>
          {recent.map((changeset) => (
            <li key={changeset.seq}>
              <Step entryKey={entryKey} changeset={changeset} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Step({ entryKey, changeset }: { entryKey: Key; changeset: ChangesetSummary }) {
  const { showChangeset } = useApp();
  const by = byWhom(changeset.origin);
  return (
    <button
      type="button"
      className={css['step']}
      title="Show this change in History"
      onClick={() => showChangeset(entryKey, changeset.seq)}
    >
      <Moment className={css['time']} time={changeset.time} />
      <span className={css['what']}>{stepWords(changeset, entryKey)}</span>
      <OriginIcon kind={changeset.origin.kind} className={css['icon']} />
      <bdi className={css['who']} title={by}>
        {by}
      </bdi>
    </button>
  );
}

/** What a changeset did to the key; a summary does not name all keys of a large one. */
function stepWords(changeset: ChangesetSummary, key: Key): string {
  const kind = changeset.keys.find((changed) => changed.key === key)?.kind;
  if (kind !== undefined) return kind;
  const total = changedTotal(changeset);
  if (changeset.keys.length < total) return `one of ${plural(total, 'key', 'keys')}`;
  return 'a value lost';
}
