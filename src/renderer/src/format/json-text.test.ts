import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compactJson, prettyJson } from './json-text.ts';

it('[UI] lays canonical JSON out for reading', () => {
  expect(prettyJson('{"free":false,"list":[1,"a,b:{}",[]],"none":{}}')).toBe(
    ['{', '  "free": false,', '  "list": [', '    1,', '    "a,b:{}",', '    []', '  ],', '  "none": {}', '}'].join(
      '\n',
    ),
  );
  expect(prettyJson('"a\\"b"')).toBe('"a\\"b"');
});

it('[UI] layout never changes order, spelling or meaning', () => {
  expect(compactJson(prettyJson('{"10":1,"9":1e30,"__proto__":null}'))).toBe('{"10":1,"9":1e30,"__proto__":null}');
  fc.assert(
    fc.property(fc.json(), (text) => {
      const compact = compactJson(text);
      expect(compactJson(prettyJson(text))).toBe(compact);
      expect(JSON.parse(prettyJson(text))).toEqual(JSON.parse(text));
    }),
  );
});
