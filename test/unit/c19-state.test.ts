import { beforeAll, describe, expect, it } from 'vitest';
import type { C19Entry } from '../c19/entry.ts';
import { C19State } from '../c19/state.ts';
import { loadXxh64 } from '../c19/xxh64.ts';

const TS = 1_600_000_000_000;
let empty: C19State;
beforeAll(async () => {
  empty = C19State.empty(await loadXxh64());
});

const entry = (value: unknown, ts: number, ttl: number | null = null): C19Entry => ({ value, ts, ttl });
const having = (entries: Record<string, C19Entry>): C19State => empty.with(new Map(Object.entries(entries)));

describe('what a C19 agent holds', () => {
  it('[VD3] has the version of the fixture', () => {
    expect(having({ cat: entry('garfield', TS) }).version).toBe('5879976174588414934');
  });

  it('[VD3] has a version that does not depend on the way there, nor on values and ttls', () => {
    const apart = having({ cat: entry('tom', TS - 1), dog: entry(1, 5) }).with(new Map([['cat', entry('x', TS, 9)]]));
    expect(apart.version).toBe(having({ dog: entry(2, 5, 7), cat: entry('garfield', TS) }).version);
    expect(apart.version).not.toBe(having({ cat: entry('garfield', TS) }).version);
  });

  it('[C1.5] keeps the first of two entries with equal ts, and the newer of others', () => {
    const first = having({ cat: entry('first', 5) });
    expect(first.with(new Map([['cat', entry('second', 5)]]))).toBe(first);
    expect(first.with(new Map([['cat', entry('older', 4)]]))).toBe(first);
    expect(first.with(new Map([['cat', entry('newer', 6)]])).get('cat')).toMatchObject({ value: 'newer', ts: 6 });
  });

  it('[C1.3] is without what expired from the moment on', () => {
    const both = having({ cat: entry('garfield', TS), dog: entry('rex', TS, 100) });
    expect(both.live(TS + 99)).toBe(both);
    const later = both.live(TS + 100);
    expect(new TextDecoder().decode(later.text)).toBe(`{"cat":{"value":"garfield","ts":${TS},"ttl":null}}`);
    expect(later.version).toBe('5879976174588414934');
    expect(having({ dog: entry('rex', TS, 100) }).live(TS + 100).version).toBe('0');
  });
});
