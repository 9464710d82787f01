import { MAX_SENT_GRAVES, pushAnswerSchema, type SentGrave } from '../../shared/grave.ts';
import { checkKey } from '../state/key.ts';
import { MAX_TS } from '../state/limits.ts';
import { decodeUtf8, encodeUtf8 } from '../state/utf8.ts';

/** What others learn of graves: the key and the rank (ST9). At most {@link MAX_SENT_GRAVES} of them. */
export const sentGraves = (graves: readonly SentGrave[]): SentGrave[] =>
  graves.slice(0, MAX_SENT_GRAVES).map(({ key, ts, deleted, hash }) => ({ key, ts, deleted, hash }));

export const encodeGraves = (graves: readonly SentGrave[]): Uint8Array<ArrayBuffer> =>
  encodeUtf8(JSON.stringify({ graves: sentGraves(graves) }));

/** The graves in the answer to a push, or in a message of their own; whatever else it holds is no state (PB7). */
export function decodeGraves(body: Uint8Array): SentGrave[] {
  const text = body.length === 0 ? null : decodeUtf8(body);
  if (text === null) return [];
  try {
    const answer = pushAnswerSchema.safeParse(JSON.parse(text));
    const graves = answer.success ? (answer.data.graves as SentGrave[]) : [];
    return graves.filter(({ key, ts }) => checkKey(key).ok && ts <= MAX_TS);
  } catch {
    return [];
  }
}
