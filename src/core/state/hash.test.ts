import { expect, it } from 'vitest';
import type { Digest } from '../../shared/model.ts';
import { entry, keyOf } from '../../../test/support/entries.ts';
import { xxh64 } from '../../../test/support/state.ts';
import { EMPTY_DIGEST, isDigest, versionOf, XorDigest } from './digest.ts';
import { c19EntryHash, entryHash } from './hash.ts';

/** Computed with Python's hashlib and struct from the text of VD1. */
const FIXTURES = [
  { key: 'cat', text: '"garfield"', ts: 1_600_000_000_000, ttl: null, hash: '92004a2eb3585eb2f2cb1a3bbdb67dbd' },
  {
    key: 'desks/3-114',
    text: '{"free":false,"until":"17:30"}',
    ts: 1_700_000_000_123,
    ttl: 28_800_000,
    hash: 'c37b355043fe38a96e316c8314d1061c',
  },
  { key: 'naïve/🍇', text: 'null', ts: 2 ** 53 - 1, ttl: 864_000_000, hash: 'f12392271ed736fb3779616cfb433018' },
];

it.each(FIXTURES)('[VD1] the entry hash of $key', ({ key, text, ts, ttl, hash }) => {
  expect(entryHash(key, text, ts, ttl)).toBe(hash);
});

it('[VD1] the digest is the XOR of the entry hashes, and nothing again once they are taken out', () => {
  const digest = new XorDigest();
  const hashes = FIXTURES.map(({ key, text, ts, ttl }) => entryHash(key, text, ts, ttl));
  for (const hash of hashes) digest.toggle(hash);
  expect(digest.value).toBe('a058ed59ee7150e0ab8317d452244bb9');
  for (const hash of hashes.toReversed()) digest.toggle(hash);
  expect(digest.value).toBe(EMPTY_DIGEST);
});

it('[VD1] ts, ttl, key and value all count', () => {
  const base = entry('a', 1, 1, 1);
  const others = [entry('b', 1, 1, 1), entry('a', 2, 1, 1), entry('a', 1, 2, 1), entry('a', 1, 1, 2), entry('a', 1, 1)];
  expect(new Set([base, ...others].map(({ hash }) => hash)).size).toBe(6);
});

it('[VD2] people see the first 8 digits', () => {
  expect(versionOf('7f3ac91e00000000000000000000000f' as Digest)).toBe('7f3ac91e');
});

it('[VD1] a digest is 32 lower-case hex digits', () => {
  expect(isDigest(EMPTY_DIGEST)).toBe(true);
  for (const text of ['', 'F'.repeat(32), 'f'.repeat(31), 'g'.repeat(32)]) expect(isDigest(text)).toBe(false);
});

it('[VD3] the C19 version of `cat` at 1600000000000', () => {
  expect(c19EntryHash(xxh64, keyOf('cat'), 1_600_000_000_000)).toBe(5879976174588414934n);
});
