import { useStore } from 'zustand';
import type { EntryDetail } from '../../../../shared/ipc.ts';
import type { Origin } from '../../../../shared/model.ts';
import { byWhom } from '../../format/origin-words.ts';
import { formatExactSize, formatSize } from '../../format/size.ts';
import { formatExact, formatLeft, formatMoment } from '../../format/time.ts';
import { useApp } from '../../ui/app-context.ts';
import { Facts, Fact } from '../../ui/Facts.tsx';
import { Ago, Moment } from '../../ui/Moment.tsx';
import css from './EntryFacts.module.css';

/** When it was written and by whom, until when it lives, how large it is. */
export function EntryFacts({ detail: { entry, changedBy } }: { detail: EntryDetail }) {
  const bytes = new TextEncoder().encode(entry.text).length;
  return (
    <Facts className={css['facts']}>
      <Fact name="Written">
        <Moment time={entry.ts} />
        {changedBy && <By origin={changedBy.origin} />}
        <Ago className={css['beside']} time={entry.ts} />
      </Fact>
      <Fact name="Expires">
        <Expiry ts={entry.ts} ttl={entry.ttl} />
      </Fact>
      <Fact name="Size">
        <span title={formatExactSize(bytes)}>{formatSize(bytes)}</span>
      </Fact>
    </Facts>
  );
}

function By({ origin }: { origin: Origin }) {
  return (
    <>
      {' by '}
      <bdi className={css['who']}>{byWhom(origin)}</bdi>
    </>
  );
}

function Expiry({ ts, ttl }: { ts: number; ttl: number | null }) {
  const { now } = useApp();
  const end = ttl === null ? null : ts + ttl;
  const left = useStore(now, (time) => (end === null ? null : end <= time ? '' : formatLeft(end - time)));
  const moment = useStore(now, (time) => (end === null ? '' : formatMoment(end, time)));
  if (end === null) return <>never</>;
  return (
    <time dateTime={formatExact(end)} title={formatExact(end)}>
      {left === '' ? 'just now' : `in ${left ?? ''}`} <span className={css['beside']}>{moment}</span>
    </time>
  );
}
