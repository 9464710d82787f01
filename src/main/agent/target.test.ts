import { describe, expect, it } from 'vitest';
import { parseTarget } from './target.ts';

describe('parseTarget', () => {
  it.each([
    ['/cat', 'cat'],
    ['/cat?x=/y?z', 'cat'],
    ['/a/b//c', 'a/b//c'],
    ['//', '/'],
    ['/../x', '../x'],
    ['/.', '.'],
    ['/a+b%20c%2Bd', 'a+b c+d'],
    ['/a%2Fb', 'a/b'],
    ['/%252F', '%2F'],
    ['/%3F%23', '?#'],
    ['/a#b', 'a#b'],
    ['/gr%C3%BC%c3%9fe', 'grüße'],
    ['/%F0%9F%8D%87', '🍇'],
    ['/%EF%BB%BFx', '\uFEFFx'],
    ['/__proto__', '__proto__'],
    ['/-', '-'],
    ['/x/-/y', 'x/-/y'],
    [`/${'%61'.repeat(1024)}`, 'a'.repeat(1024)],
  ])('[LA1] %s is a key', (url, key) => {
    expect(parseTarget(url)).toEqual({ kind: 'key', key });
  });

  it.each(['/', '/?key=x'])('[LA1] %s is the root', (url) => {
    expect(parseTarget(url)).toEqual({ kind: 'root' });
  });

  it.each([
    ['/-/status', 'status'],
    ['/-/status?x', 'status'],
    ['/-/', ''],
    ['/%2D/status', 'status'],
    ['/-%2Fx', 'x'],
  ])('[LA2] %s belongs to the API', (url, name) => {
    expect(parseTarget(url)).toEqual({ kind: 'resource', name });
  });

  it.each([
    '/%',
    '/%z',
    '/%zz',
    '/%4',
    '/a%',
    '/%c3',
    '/%ff',
    '/%c0%80',
    '/%ed%a0%80',
    '/%f4%90%80%80',
    '/%+1',
    '/% 1',
  ])('[LA1] %s is not percent-encoded UTF-8', (url) => {
    expect(parseTarget(url)).toEqual({ kind: 'bad', reason: 'The path is not percent-encoded UTF-8.' });
  });

  it.each(['/%00', '/a%00b', `/${'a'.repeat(1025)}`])('[ST1] %s is no key', (url) => {
    expect(parseTarget(url)).toMatchObject({
      kind: 'bad',
      reason: expect.stringMatching(/^This is no key: /) as string,
    });
  });
});
