import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkJson } from './json-check.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('checkJson', () => {
  it.each([
    ['', 1, 1, 'A value is missing here.'],
    ['{"a": 1,\n}', 1, 8, 'This comma is one too many before }.'],
    ['{"a" 1}', 1, 6, 'A colon is missing after the name.'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'A comma or } is missing here.'],
    ['{a: 1}', 1, 2, 'A name in double quotes is missing here.'],
    ['hello', 1, 1, '“hello” is not JSON: text needs double quotes around it.'],
    ["'hello'", 1, 1, 'JSON wants double quotes, not single ones.'],
    ['True', 1, 1, 'Write true in small letters.'],
    ['[01]', 1, 2, '“01” is not a number as JSON writes it.'],
    ['["a]', 1, 2, 'This text is not closed: its second " is missing.'],
    ['["a"', 1, 5, 'The list is not closed: ] is missing.'],
    ['["a"}', 1, 5, 'The list has to be closed by ], not by }.'],
    ['1 2', 1, 3, 'Nothing may follow the value.'],
    ['"\\x"', 1, 2, 'After \\ only " \\ / b f n r t or u and four hex digits may follow.'],
    ['"\t"', 1, 2, 'A control character has to be written as an escape, such as \\t.'],
  ])('[UI] says what is wrong with %j at line %i, column %i', (text, line, column, message) => {
    expect(checkJson(text)).toMatchObject({ line, column, message });
  });

  it('[UI] accepts exactly what JSON is', () => {
    const loose = fc.array(
      fc.constantFrom(...'{}[],:"\\ \n\ttrue01-.eE\'a\u00a0'.split(''), 'true', 'null', '"a"', '{"a":'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          loose.map((parts) => parts.join('')),
        ),
        (text) => {
          expect(checkJson(text) === null).toBe(parses(text));
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('[UI] reads long texts, closed or not', () => {
    expect(checkJson(JSON.stringify('x'.repeat(1_000_000)))).toBeNull();
    expect(checkJson(`["${'x'.repeat(1_000_000)}`)).toMatchObject({ line: 1, column: 2 });
  });

  it('[UI] follows any nesting without running out of stack', () => {
    expect(checkJson('['.repeat(50_000) + ']'.repeat(50_000))).toBeNull();
  });
});
