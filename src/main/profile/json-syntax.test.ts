import { describe, expect, it } from 'vitest';
import { findJsonFault } from './json-syntax.ts';

describe('findJsonFault', () => {
  it.each([
    ['', 1, 1],
    ['abc', 1, 1],
    ['{"a":}', 1, 6],
    ['{"a":1,}', 1, 8],
    ['{"a" 1}', 1, 6],
    ['[1 2]', 1, 4],
    ['[1,]', 1, 4],
    ['[,1]', 1, 2],
    ['{', 1, 2],
    ['[1', 1, 3],
    ['{"a":1]', 1, 7],
    ['{"a":1}}', 1, 8],
    ['{\n  "a": 1,\n  "b": 01\n}', 3, 9],
    ['{\n  "a": "x\n"}', 2, 8],
    ["{'a':1}", 1, 2],
    ['[tru]', 1, 2],
    ['[+1]', 1, 2],
    ['["\\x"]', 1, 2],
    ['{"a":1} // no', 1, 9],
  ])('[ARCH] %j breaks at line %i, column %i', (text, line, column) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(findJsonFault(text)).toEqual({ line, column });
  });

  it.each(['1', '-0.5e+10', '"\\u00e9\\n"', '[]', '{}', ' {"a":[1,{"b":null}], "c":{}}\r\n', 'true', '[[],{}]'])(
    '[ARCH] finds nothing wrong with %j',
    (text) => {
      JSON.parse(text);
      expect(findJsonFault(text)).toBeNull();
    },
  );

  it('[ARCH] does not exhaust the stack on deep nesting', () => {
    expect(findJsonFault('['.repeat(200_000))).toEqual({ line: 1, column: 200_001 });
  });

  it('[ARCH] reads long strings, closed or not', () => {
    expect(findJsonFault(JSON.stringify('x'.repeat(1_000_000)))).toBeNull();
    expect(findJsonFault(`["${'x'.repeat(1_000_000)}`)).toEqual({ line: 1, column: 2 });
  });
});
