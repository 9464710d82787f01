import fc from 'fast-check';
import type { EntryView, Key } from '../../src/shared/model.ts';
import { makeEntry } from '../../src/core/state/entry.ts';
import { canonicalText } from '../../src/core/state/json-value.ts';

/** A moment that tests take for now. */
export const NOW = Date.UTC(2026, 10, 23, 10);

export const keyOf = (text: string): Key => text as Key;

/** An entry as a test writes it down. */
export function entry(key: string, value: unknown, ts = NOW, ttl: number | null = null): EntryView {
  const text = canonicalText(value);
  if (!text.ok) throw new Error(text.error);
  return makeEntry(keyOf(key), text.value, ts, ttl);
}

/** Few keys, few stamps, few values: so that entries collide. */
export const anyEntry = fc
  .record({
    key: fc.constantFrom('a', 'b', 'desks/3-114', '__proto__', '🍇'),
    value: fc.constantFrom(null, 0, 1, 'x', { a: 1 }, [null]),
    ts: fc.integer({ min: NOW - 3, max: NOW }),
    ttl: fc.constantFrom(null, 1_000, 60_000),
  })
  .map(({ key, value, ts, ttl }) => entry(key, value, ts, ttl));

export const anyEntries = fc.array(anyEntry, { maxLength: 30 });
