import type { Change, LostEntry } from '../../../shared/model.ts';
import type { Commit, Intent } from '../../../core/ports.ts';
import { CHUNK_CHARS, CHUNK_ENTRIES, chunks } from './chunks.ts';
import type { IntentPiece, Step, StepPiece } from './messages.ts';

/** A change or a loss has two entries. */
const PAIRS = { count: CHUNK_ENTRIES / 2, weight: CHUNK_CHARS };
const ENTRIES = { count: CHUNK_ENTRIES, weight: CHUNK_CHARS };

export const stepOf = ({ changeset, intent, buried, unburied }: Commit): Step => ({
  ...changeset,
  intents: intent === null ? [] : [intent],
  buried,
  unburied,
});

/** About how many characters a step holds: what the bounds on waiting steps go by. */
export const stepChars = ({ changes, lost, buried, unburied }: Step): number =>
  changes.reduce((sum, change) => sum + changeChars(change), 0) +
  lost.reduce((sum, one) => sum + lostChars(one), 0) +
  (buried.length + unburied.length + 2) * OVERHEAD;

const OVERHEAD = 200;
const changeChars = ({ key, before, after }: Change): number =>
  OVERHEAD + key.length + (before?.text.length ?? 0) + (after?.text.length ?? 0);
const lostChars = ({ entry, winner }: LostEntry): number => OVERHEAD + entry.text.length + winner.text.length;

/** A step in pieces for messages of bounded size (LM2); nearly all are one piece. */
export function* stepPieces(step: Step): Generator<StepPiece> {
  if (isSmall(step)) {
    yield { kind: 'step', step, last: true };
    return;
  }
  const bare: Step = { ...step, changes: [], lost: [], buried: [], unburied: [], intents: [] };
  yield { kind: 'step', step: { ...bare, intents: step.intents }, last: false };
  for (const changes of chunks(step.changes, changeChars, PAIRS))
    yield { kind: 'step', step: { ...bare, changes }, last: false };
  for (const lost of chunks(step.lost, lostChars, PAIRS)) yield { kind: 'step', step: { ...bare, lost }, last: false };
  for (const buried of chunks(step.buried, () => 0, ENTRIES))
    yield { kind: 'step', step: { ...bare, buried }, last: false };
  for (const unburied of chunks(step.unburied, () => 0, ENTRIES))
    yield { kind: 'step', step: { ...bare, unburied }, last: false };
  yield { kind: 'step', step: bare, last: true };
}

const isSmall = (step: Step): boolean => {
  const { changes, lost, buried, unburied } = step;
  return (
    2 * (changes.length + lost.length) + buried.length + unburied.length <= CHUNK_ENTRIES &&
    stepChars(step) <= CHUNK_CHARS
  );
};

/** How many entries a piece counts for in a message. */
export const pieceEntries = ({ step }: Pick<StepPiece, 'step'>): number =>
  2 * (step.changes.length + step.lost.length) + step.buried.length + step.unburied.length;

/** An intent in pieces, its entries as JSON, which crosses to the worker faster than objects. */
export function* intentPieces({ id, time, origin, entries }: Intent, call: number): Generator<IntentPiece> {
  const head = { kind: 'intent' as const, call, id, time, origin: JSON.stringify(origin) };
  let left = entries.length;
  for (const chunk of chunks(entries, (entry) => entry.text.length, ENTRIES)) {
    left -= chunk.length;
    yield { ...head, entries: JSON.stringify(chunk), last: left === 0 };
  }
  if (entries.length === 0) yield { ...head, entries: '[]', last: true };
}
