import type { EntryHash, Key } from '../../shared/model.ts';
import { checkKey } from '../state/key.ts';
import { MAX_TS, MAX_TTL_MS, MAX_VALUE_BYTES } from '../state/limits.ts';
import { decodeJson, encodeJson } from '../sync/json-body.ts';
import { STANDINGS, type Asked, type Standing } from './standing.ts';

/*
 * `POST /-/standing`: why does the receiver not hold these (RE4)?
 *
 *   request: {"entries": [[key, ts, ttl, deleted, entry hash, bytes of the value], ...]}
 *   answer:  {"standings": ["expired", ...]}, one for each
 */

/** Most entries in a request. */
export const MAX_ASKED = 100;

const HASH = /^[0-9a-f]{32}$/;

export const encodeAsked = (asked: readonly Asked[]): Uint8Array =>
  encodeJson({
    entries: asked.map(({ key, ts, ttl, deleted, hash, valueBytes }) => [key, ts, ttl, deleted, hash, valueBytes]),
  });

/** Null unless all of it is well-formed. */
export const decodeAsked = (body: Uint8Array): Asked[] | null => decodeJson(body, listIn('entries', readAsked));

export const encodeStandings = (standings: readonly Standing[]): Uint8Array => encodeJson({ standings });

/** Null unless all of it is well-formed. */
export const decodeStandings = (body: Uint8Array): Standing[] | null =>
  decodeJson(body, listIn('standings', readStanding));

/** The schema of an object with one list of 1 to {@link MAX_ASKED} items. */
function listIn<T>(name: string, read: (raw: unknown) => T | null) {
  return {
    safeParse(value: unknown): { success: true; data: T[] } | { success: false } {
      const raw = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : null;
      if (!Array.isArray(raw) || raw.length === 0 || raw.length > MAX_ASKED) return { success: false };
      const items = raw.map(read).filter((item) => item !== null);
      return items.length === raw.length ? { success: true, data: items } : { success: false };
    },
  };
}

function readAsked(raw: unknown): Asked | null {
  if (!Array.isArray(raw)) return null;
  const [key, ts, ttl, deleted, hash, valueBytes] = raw as unknown[];
  if (typeof key !== 'string' || !checkKey(key).ok || typeof deleted !== 'boolean') return null;
  if (ttl !== null && !isWhole(ttl, MAX_TTL_MS)) return null;
  if (!isWhole(ts, MAX_TS) || !isWhole(valueBytes, MAX_VALUE_BYTES)) return null;
  if (typeof hash !== 'string' || !HASH.test(hash)) return null;
  return { key: key as Key, ts, ttl, deleted, hash: hash as EntryHash, valueBytes };
}

const readStanding = (raw: unknown): Standing | null => STANDINGS.find((standing) => standing === raw) ?? null;

const isWhole = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
