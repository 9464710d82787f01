import type { RequestOf } from '../../../shared/ipc.ts';
import type { ChangesetSummary, Key, NodeId, OriginKind } from '../../../shared/model.ts';
import { assertNever } from '../../../shared/result.ts';
import { touchesKey } from '../format/changeset-words.ts';

/** When the changesets were made. Ends are included; null is an open end. */
export type TimeChoice =
  { kind: 'any' | 'last-hour' | 'today' | 'last-week' } | { kind: 'between'; from: number | null; to: number | null };

export interface Machine {
  id: NodeId;
  name: string;
}

/** What the history shows: whatever passes all of these. Null, `any` and an empty text let everything through. */
export interface HistoryFilter {
  /** Words that begin words of one key or value. */
  text: string;
  /** A whole key. */
  key: Key | null;
  /** The peer that brought it. */
  machine: Machine | null;
  kind: OriginKind | null;
  time: TimeChoice;
}

export type FilterField = keyof HistoryFilter;

export const ANY_TIME: TimeChoice = { kind: 'any' };
export const NO_FILTER: HistoryFilter = { text: '', key: null, machine: null, kind: null, time: ANY_TIME };
export const FILTER_FIELDS = ['text', 'key', 'machine', 'kind', 'time'] as const satisfies FilterField[];

/** Longest search that is sent, in UTF-16 units. */
const MAX_TEXT = 1024;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** Whether this part of the filter holds anything back. */
export function isOn(filter: HistoryFilter, field: FilterField): boolean {
  if (field === 'text') return filter.text.trim() !== '';
  if (field === 'time') return filter.time.kind !== 'any';
  return filter[field] !== null;
}

export const isFiltering = (filter: HistoryFilter): boolean => FILTER_FIELDS.some((field) => isOn(filter, field));

/**
 * The filter after a step of the user; the same object when nothing changes. Only other machines' changes come from a machine, so a machine
 * and another kind, which together let nothing through, give way to each other.
 */
export function combined(filter: HistoryFilter, patch: Partial<HistoryFilter>): HistoryFilter {
  const next = { ...filter, ...patch };
  next.text = next.text.slice(0, MAX_TEXT);
  if (next.machine !== null && next.kind !== null && next.kind !== 'peer') {
    if (patch.kind === undefined) next.kind = null;
    else next.machine = null;
  }
  return FILTER_FIELDS.every((field) => next[field] === filter[field]) ? filter : next;
}

/** First and last moment that pass. */
export function timeWindow(time: TimeChoice, now: number): { from: number | null; to: number | null } {
  switch (time.kind) {
    case 'any':
      return { from: null, to: null };
    case 'last-hour':
      return { from: Math.max(0, now - HOUR_MS), to: null };
    case 'today':
      return { from: Math.max(0, new Date(now).setHours(0, 0, 0, 0)), to: null };
    case 'last-week':
      return { from: Math.max(0, now - WEEK_MS), to: null };
    case 'between':
      return { from: time.from, to: time.to };
    default:
      return assertNever(time);
  }
}

/** The filter as the node is asked. */
export function queryOf(filter: HistoryFilter, now: number): Omit<RequestOf<'listHistory'>, 'before' | 'limit'> {
  const { text, key, machine, kind, time } = filter;
  return { text: text.trim(), key, peer: machine?.id ?? null, kind, ...timeWindow(time, now) };
}

/** Whether a changeset passes; null when its summary does not tell and the node has to be asked. */
export function passes(filter: HistoryFilter, changeset: ChangesetSummary, now: number): boolean | null {
  const { origin, time } = changeset;
  const { from, to } = timeWindow(filter.time, now);
  if ((from !== null && time < from) || (to !== null && time > to)) return false;
  if (filter.kind !== null && origin.kind !== filter.kind) return false;
  if (filter.machine !== null && !(origin.kind === 'peer' && origin.id === filter.machine.id)) return false;
  const named = filter.key === null || touchesKey(changeset, filter.key);
  return named !== false && isOn(filter, 'text') ? null : named;
}
