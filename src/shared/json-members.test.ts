import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walkMembers, type WalkEnd } from './json-members.ts';

function walk(text: string, maxDepth = Infinity): { end: WalkEnd; members: [string, string, number][] } {
  const members: [string, string, number][] = [];
  const end = walkMembers(text, 0, maxDepth, ({ nameAt, nameEnd, valueAt, valueEnd }) => {
    members.push([text.slice(nameAt, nameEnd), text.slice(valueAt, valueEnd), nameAt]);
  });
  return { end, members };
}

describe('walkMembers', () => {
  it('[ST11] tells names and values apart, wherever they stand', () => {
    const text = '{ "a": [1, "}", {"b": 2}], "b" :\t{"c": "\\"]"} , "\\\\":-1e5,"a":null\n}, ...';
    expect(walk(text)).toEqual({
      end: { kind: 'end', at: text.length - 5 },
      members: [
        ['"a"', '[1, "}", {"b": 2}]', 2],
        ['"b"', '{"c": "\\"]"}', 27],
        ['"\\\\"', '-1e5', 48],
        ['"a"', 'null', 58],
      ],
    });
    expect(walk('{ }')).toEqual({ end: { kind: 'end', at: 3 }, members: [] });
  });

  it.each([
    ['', 0],
    ['[]', 0],
    ['{', 1],
    ['{a', 1],
    ['{"a"', 4],
    ['{"a" 1}', 5],
    ['{"a":1', 6],
    ['{"a":1 "b"', 7],
    ['{"a":1,}', 7],
    ['{"a', 3],
    ['{"a":"b', 7],
    ['{"a":[', 6],
  ])('[ST11] ends in %j at %i', (text, at) => {
    expect(walk(text).end).toEqual({ kind: 'malformed', at });
  });

  it('[ST2] stops at the bracket that is one too deep', () => {
    expect(walk('{"a":[[]],"b":[{"c":[]}]}', 2)).toMatchObject({ end: { kind: 'too-deep', at: 20 }, members: [{}] });
    expect(walk('{"a":[[]],"b":[{"c":[]}]}', 3).end.kind).toBe('end');
  });

  it('[ST11] finds every member of any object', () => {
    const spaced = fc.tuple(fc.object({ key: fc.string(), maxDepth: 3 }), fc.constantFrom('', ' ', '\t', '\n  '));
    fc.assert(
      fc.property(spaced, ([object, space]) => {
        const text = JSON.stringify(object, null, space);
        const { end, members } = walk(text);
        expect(end).toEqual({ kind: 'end', at: text.length });
        const parsed = JSON.parse(text) as object;
        const found = members.map(([name, value]) => [JSON.parse(name), JSON.parse(value)] as [string, unknown]);
        expect(new Map(found)).toEqual(new Map(Object.entries(parsed)));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('[ST11] walks any nesting and the longest texts', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const long = JSON.stringify('\\"'.repeat(500_000));
    expect(walk(`{"a":${deep},"b":${long},"c":1}`).members.map(([name]) => name)).toEqual(['"a"', '"b"', '"c"']);
  });
});
