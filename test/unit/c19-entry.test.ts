import { describe, expect, it } from 'vitest';
import { entriesText, readEntries } from '../c19/entry.ts';
import { bytesOf } from '../c19/lone-agent.ts';

const read = (body: unknown): unknown => {
  const entries = readEntries(bytesOf(body), { ts: 7, ttl: 60_000 });
  return entries === null ? null : Object.fromEntries(entries);
};

const DISLIKED = [
  ['a fraction as ts', '{"a":{"value":1,"ts":1.5}}'],
  ['a whole number written as a fraction', '{"a":{"value":1,"ts":1.0}}'],
  ['a whole number written with an exponent', '{"a":{"value":1,"ts":1e3}}'],
  ['text as ts', '{"a":{"value":1,"ts":"1"}}'],
  ['null as ts', '{"a":{"value":1,"ts":null}}'],
  ['a negative ts', '{"a":{"value":1,"ts":-1}}'],
  ['minus zero', '{"a":{"value":1,"ts":-0}}'],
  ['a fraction as ttl', '{"a":{"value":1,"ts":1,"ttl":10.0}}'],
  ['text as ttl', '{"a":{"value":1,"ts":1,"ttl":"10"}}'],
  ['no value', '{"a":{"ts":1}}'],
  ['an entry that is no map', '{"a":1}'],
  ['an entry that is a list', '{"a":[1,2]}'],
] as const;

describe('what a C19 agent reads', () => {
  it.each(DISLIKED)('[C1.6] takes nothing of a body with %s', (_, text) => {
    expect(read(text)).toBeNull();
    expect(read(text.replace('{"a"', '{"good":{"value":1,"ts":1},"a"'))).toBeNull();
  });

  it.each(['', 'no json', '[]', '"text"', 'null', '3', '\ufeff{}'])('[C1.6] takes nothing of %j', (text) => {
    expect(read(text)).toBeNull();
  });

  it('[C1.6] takes nothing of a body that is no UTF-8', () => {
    const body = Uint8Array.of(...bytesOf('{"'), 0xff, ...bytesOf('":{"value":1,"ts":1}}'));
    expect(readEntries(body, { ts: 7, ttl: null })).toBeNull();
  });

  it('[C1.5] adds its own ttl to entries without one, and the time to those without a ts', () => {
    expect(read({ a: { value: 1, ts: 5 }, b: { value: 1, ts: 5, ttl: null }, c: { value: 1, ttl: 9 } })).toEqual({
      a: { value: 1, ts: 5, ttl: 60_000 },
      b: { value: 1, ts: 5, ttl: 60_000 },
      c: { value: 1, ts: 7, ttl: 9 },
    });
  });

  it('[C1.6] does not mind such numbers within values', () => {
    const value = { ttl: 1.5, ts: -1, deep: { ts: 1_000 } };
    expect(read('{"ts":{"value":{"ttl":1.5,"ts":-1,"deep":{"ts":1e3}},"ts":1,"ttl":2}}')).toEqual({
      ts: { value, ts: 1, ttl: 2 },
    });
  });

  it('[ST1] gives any key back as it came', () => {
    const text =
      '{"__proto__":{"value":null,"ts":1,"ttl":null},"a/b ☃":{"value":{"__proto__":[1]},"ts":2,"ttl":3},"":{"value":"","ts":0,"ttl":1}}';
    const entries = readEntries(bytesOf(text), { ts: 7, ttl: null });
    expect(new TextDecoder().decode(entriesText(entries!))).toBe(text);
  });
});
