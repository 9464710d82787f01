import { assertNever } from '../../../../shared/result.ts';
import { visibleKey } from '../../format/key.ts';
import { ORIGIN_KINDS, peerName } from '../../format/origin-words.ts';
import { formatMoment } from '../../format/time.ts';
import { isOn, type HistoryFilter, type TimeChoice } from '../../stores/history-filter.ts';

/** A span of time as a choice: `Last hour`, `Nov 3, 10:00 – Nov 4, 10:00`. */
export function timeWords(time: TimeChoice, now: number): string {
  switch (time.kind) {
    case 'any':
      return 'Any time';
    case 'last-hour':
      return 'Last hour';
    case 'today':
      return 'Today';
    case 'last-week':
      return 'Last 7 days';
    case 'between':
      return spanWords(time.from, time.to, now);
    default:
      return assertNever(time);
  }
}

function spanWords(from: number | null, to: number | null, now: number): string {
  if (to === null) return from === null ? 'Any time' : `Since ${formatMoment(from, now)}`;
  if (from === null) return `Until ${formatMoment(to, now)}`;
  return `${formatMoment(from, now)} – ${formatMoment(to, now)}`;
}

/** What holds changesets back, each as a name and what it is set to. */
export function filterWords(filter: HistoryFilter, now: number): { name: string; value: string }[] {
  const { text, key, machine, kind, time } = filter;
  const all = [];
  if (isOn(filter, 'text')) all.push({ name: 'Search', value: text.trim() });
  if (key !== null) all.push({ name: 'Key', value: visibleKey(key) });
  if (machine !== null) all.push({ name: 'Machine', value: peerName(machine.name) });
  if (kind !== null) all.push({ name: 'Kind', value: ORIGIN_KINDS[kind] });
  if (isOn(filter, 'time')) all.push({ name: 'Time', value: timeWords(time, now) });
  return all;
}
