import { useStore } from 'zustand';
import type { PeerView } from '../../../../shared/model.ts';
import type { PeerComparison } from '../../../../shared/peer-comparison.ts';
import { comparedWords, comparingWords } from '../../format/difference-words.ts';
import { formatCount } from '../../format/number.ts';
import { shortVersion } from '../../format/version.ts';
import type { CompareState } from '../../stores/compare.ts';
import { peerTitle } from '../../stores/peer-list.ts';
import { useApp } from '../../ui/app-context.ts';
import { Moment } from '../../ui/Moment.tsx';
import css from './Comparison.module.css';
import { Difference } from './Difference.tsx';

/** Where this machine and the peer differ, once the user asked (RE4). */
export function Comparison({ peer }: { peer: PeerView }) {
  const state = useStore(useApp().compare.store);
  if (state.kind === 'idle' || state.rowId !== peer.rowId) return null;
  return (
    <section aria-labelledby="where-we-differ" aria-busy={state.kind === 'comparing'} data-testid="comparison">
      <h3 id="where-we-differ" className={css['heading']}>
        Where we differ
      </h3>
      <Outcome state={state} name={peerTitle(peer)} />
    </section>
  );
}

function Outcome({ state, name }: { state: Exclude<CompareState, { kind: 'idle' }>; name: string }) {
  switch (state.kind) {
    case 'comparing':
      return <p className={css['words']}>{comparingWords(state.found)}</p>;
    case 'failed':
      return <p className={css['failed']}>Not compared. {state.reason}</p>;
    case 'done':
      return state.comparison.differences.length === 0 ? (
        <Equal comparison={state.comparison} />
      ) : (
        <Differences state={state} name={name} />
      );
  }
}

function Equal({ comparison: { digest, time } }: { comparison: PeerComparison }) {
  return (
    <p className={css['words']}>
      {digest === null ? (
        'No differing key was found, but one of the two changed meanwhile. Compare again to be sure. '
      ) : (
        <>
          Both hold exactly the same: version{' '}
          <span className={css['mono']} title={digest}>
            {shortVersion(digest)}
          </span>
          .{' '}
        </>
      )}
      Compared at <Moment time={time} />.
    </p>
  );
}

function Differences({ state, name }: { state: Extract<CompareState, { kind: 'done' }>; name: string }) {
  const { compare } = useApp();
  const { comparison, open } = state;
  const { differences, more, time } = comparison;
  return (
    <>
      <p className={css['words']}>
        {comparedWords(comparison)}, compared at <Moment time={time} />.
      </p>
      <ul className={css['list']}>
        {differences.map((difference) => (
          <Difference
            key={difference.key}
            difference={difference}
            name={name}
            open={open.has(difference.key)}
            onToggle={() => compare.toggle(difference.key)}
          />
        ))}
      </ul>
      {more && <p className={css['words']}>… and more: only {formatCount(differences.length)} of them are shown.</p>}
    </>
  );
}
