import { describe, expect, it } from 'vitest';
import { decodeWrite, decodeWrites } from './bodies.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('decodeWrites', () => {
  it('[LA1] reads entries with and without ttl and ts', () => {
    const body = '{"a":{"value":1},"b":{"value":null,"ttl":null,"ts":5},"":{"ttl":7,"value":{"x":[]}}}';
    expect(decodeWrites(bytes(body))).toEqual({
      ok: true,
      value: [
        { key: 'a', value: 1 },
        { key: 'b', value: null, ttl: null, ts: 5 },
        { key: '', value: { x: [] }, ttl: 7 },
      ],
    });
  });

  it('[LA1] takes the last of duplicate names, at every level', () => {
    expect(decodeWrites(bytes('{"a":{"value":1},"a":{"value":2,"value":3}}'))).toEqual({
      ok: true,
      value: [{ key: 'a', value: 3 }],
    });
  });

  it('[ST1] takes __proto__ as a key like any other', () => {
    const decoded = decodeWrites(bytes('{"__proto__":{"value":1},"constructor":{"value":2}}'));
    expect(decoded).toMatchObject({
      ok: true,
      value: [
        { key: '__proto__', value: 1 },
        { key: 'constructor', value: 2 },
      ],
    });
  });

  it('[LA1] takes no entries as nothing to do', () => {
    expect(decodeWrites(bytes('{}'))).toEqual({ ok: true, value: [] });
  });

  it.each([
    ['', 'the body is not JSON at line 1, column 1'],
    ['{"a":{"value":1}', 'the body is not JSON at line 1, column 17'],
    ['{"a":\n{"value":01}}', 'the body is not JSON at line 2, column 10'],
    ['[]', 'the body must be a JSON object: {"key": {"value": ...}}'],
    ['null', 'the body must be a JSON object: {"key": {"value": ...}}'],
    ['"a"', 'the body must be a JSON object: {"key": {"value": ...}}'],
  ])('[LA1] refuses the whole body %j', (body, reason) => {
    expect(decodeWrites(bytes(body))).toEqual({ ok: false, error: { key: null, reason } });
  });

  it.each([
    [Uint8Array.of(0x22, 0xff, 0x22)],
    [Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
    [Uint8Array.of(0xfe, 0xff)],
  ])('[LA1] refuses what is not UTF-8', (body) => {
    expect(decodeWrites(body)).toEqual({ ok: false, error: { key: null, reason: 'the body is not UTF-8 text' } });
  });

  it.each([
    ['1', 'the entry must be a JSON object: {"value": ...}'],
    ['null', 'the entry must be a JSON object: {"value": ...}'],
    ['[]', 'the entry must be a JSON object: {"value": ...}'],
    ['{}', 'the entry has no value'],
    ['{"ts":1}', 'the entry has no value'],
    ['{"value":1,"ts":"1"}', 'ts must be a number'],
    ['{"value":1,"ts":null}', 'ts must be a number'],
    ['{"value":1,"ttl":true}', 'ttl must be null or a number'],
    ['{"value":1,"ttl":[1]}', 'ttl must be null or a number'],
    ['{"value":1,"tttl":1}', 'the entry has a field "tttl"; only value, ttl and ts are known'],
    ['{"value":1,"__proto__":{"ts":1}}', 'the entry has a field "__proto__"; only value, ttl and ts are known'],
    ['{"__proto__":{"value":1}}', 'the entry has a field "__proto__"; only value, ttl and ts are known'],
  ])('[LA1] refuses the entry %s and names its key', (entry, reason) => {
    expect(decodeWrites(bytes(`{"ok":{"value":1},"k":${entry}}`))).toEqual({ ok: false, error: { key: 'k', reason } });
  });

  it('[LA1] is not overwhelmed by deep nesting or size', () => {
    const deep = `{"a":{"value":${'['.repeat(1_000_000)}`;
    expect(decodeWrites(bytes(deep))).toEqual({ ok: false, error: { key: null, reason: 'the body is not JSON' } });
    const closed = `{"a":{"value":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    expect(decodeWrites(bytes(closed))).toMatchObject({ ok: true });
  });
});

describe('decodeWrite', () => {
  it('[LA2] reads the entry of a key in the path', () => {
    expect(decodeWrite('a/b', bytes('{"value":"x","ttl":5}'))).toEqual({
      ok: true,
      value: { key: 'a/b', value: 'x', ttl: 5 },
    });
  });

  it.each(['', 'x', '"x"', '{"a":{"value":1}}'])('[LA2] refuses the body %j', (body) => {
    expect(decodeWrite('a/b', bytes(body))).toMatchObject({ ok: false });
  });
});
