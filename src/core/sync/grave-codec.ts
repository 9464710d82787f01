import { gravesSchema, MAX_SENT_GRAVES, type SentGrave } from '../../shared/grave.ts';
import { checkKey } from '../state/key.ts';
import { MAX_TS } from '../state/limits.ts';
import { decodeJson, encodeJson } from './json-body.ts';

/** What others learn of graves: the key and the rank (ST9). At most {@link MAX_SENT_GRAVES} of them. */
export const sentGraves = (graves: readonly SentGrave[]): SentGrave[] =>
  graves.slice(0, MAX_SENT_GRAVES).map(({ key, ts, deleted, hash }) => ({ key, ts, deleted, hash }));

export const encodeGraves = (graves: readonly SentGrave[]): Uint8Array<ArrayBuffer> =>
  encodeJson({ graves: sentGraves(graves) });

/** None when the message cannot be read. */
export const decodeGraves = (body: Uint8Array): SentGrave[] =>
  validGraves(decodeJson(body, gravesSchema)?.graves ?? []);

/** Those whose key and stamp could be an entry's. */
export const validGraves = (graves: { key: string; ts: number; deleted: boolean; hash: string }[]): SentGrave[] =>
  (graves as SentGrave[]).filter(({ key, ts }) => checkKey(key).ok && ts <= MAX_TS);
