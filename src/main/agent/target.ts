import type { Key } from '../../shared/model.ts';
import { checkKey } from '../../core/state/key.ts';

/** What a request of the local API is about. */
export type Target =
  { kind: 'root' } | { kind: 'key'; key: Key } | { kind: 'resource'; name: string } | { kind: 'bad'; reason: string };

/** Paths that begin so are the API's own and never keys. */
const RESERVED = '-/';
const PERCENT = 0x25;

/** A leading U+FEFF is part of the key. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the request target as it came over the wire (LA1): the key is the raw path after the first `/` without the
 * query, percent-decoded once, `+` literal.
 */
export function parseTarget(rawUrl: string): Target {
  const path = rawUrl.split('?', 1)[0] ?? '';
  if (path === '/') return { kind: 'root' };
  const text = percentDecode(path.slice(1));
  if (text === null) return { kind: 'bad', reason: 'The path is not percent-encoded UTF-8.' };
  if (text.startsWith(RESERVED)) return { kind: 'resource', name: text.slice(RESERVED.length) };
  const key = checkKey(text);
  return key.ok ? { kind: 'key', key: key.value } : { kind: 'bad', reason: `This is no key: ${key.error}.` };
}

/** Null when an escape is malformed or the bytes are not UTF-8. */
function percentDecode(text: string): string | null {
  const bytes = Buffer.from(text, 'latin1');
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    let byte = bytes[at] ?? 0;
    if (byte === PERCENT) {
      const digits = text.slice(at + 1, at + 3);
      if (!/^[0-9a-f]{2}$/i.test(digits)) return null;
      byte = parseInt(digits, 16);
      at += 2;
    }
    bytes[length] = byte;
    length += 1;
  }
  try {
    return decoder.decode(bytes.subarray(0, length));
  } catch {
    return null;
  }
}
