import type { KeyHash } from './key-hash.ts';
import { encodeWanted, MAX_FETCHED, splitFetched } from './fetch-messages.ts';
import { FETCH_PATH, type Send } from './paths.ts';

export interface FetchComponents {
  send: Send;
  /** Takes a body of entries (entry-codec) of at most 4 MiB, or one entry that is larger. False stops. */
  onEntries: (body: Uint8Array) => Promise<boolean>;
}

/** Fetches the entries of these keys, in pages; whether all came that the peer still holds. */
export async function fetchEntries(
  keyHashes: Iterable<KeyHash>,
  { send, onEntries }: FetchComponents,
): Promise<boolean> {
  const wanted = [...new Set(keyHashes)].sort();
  for (let at = 0; at < wanted.length;) {
    const asked = wanted.slice(at, at + MAX_FETCHED);
    const answer = await send(FETCH_PATH, encodeWanted(asked));
    const page = answer === null ? null : splitFetched(answer);
    if (page === null || page.dealt === 0 || page.dealt > asked.length) return false;
    if (!(await onEntries(page.body))) return false;
    at += page.dealt;
  }
  return true;
}
