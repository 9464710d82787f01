import { describe, expect, it } from 'vitest';
import { historyQuery } from '../../core/state/history-query.ts';
import type { Key } from '../../shared/model.ts';
import { NOW, startApi } from './testing/api-harness.ts';

const TOMBSTONE_TTL = 864_000_000;
const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const put = (entry: string): string => `{"k":${entry}}`;

describe.each(['127.0.0.1', '::1'])('the C19 contract at %s', (host) => {
  it('[LA1] keeps what is put and gives value, ts and ttl', async () => {
    await using api = await startApi();
    const body =
      '{"cat":{"value":{"b":1,"a":[null,"é"]}},"dog":{"value":1.0,"ttl":5000,"ts":1}, "old":{"value":1,"ts":5}}';
    const answer = await api.ask('PUT', '/', {
      host,
      body: body.replace('"ttl":5000,"ts":1', `"ttl":5000,"ts":${NOW}`),
    });
    expect(answer).toMatchObject({ status: 204, text: '' });
    const cat = await api.ask('GET', '/cat', { host });
    expect(cat).toMatchObject({ status: 200, text: `{"value":{"a":[null,"é"],"b":1},"ts":${NOW},"ttl":null}` });
    expect(cat.headers['content-type']).toBe('application/json; charset=utf-8');
    expect((await api.ask('GET', '/dog', { host })).text).toBe(`{"value":1,"ts":${NOW},"ttl":5000}`);
    expect((await api.ask('GET', '/old', { host })).text).toBe('{"value":1,"ts":5,"ttl":null}');
  });
});

describe('refusals', () => {
  it('[LA1] repeat what was given only as it can be printed', async () => {
    await using api = await startApi();
    const { status, text } = await api.ask('PUT', '/', { body: '{"k":{"value":1,"\\u0000\\u202ename":1}}' });
    expect(status).toBe(422);
    expect(text).toContain('name');
    expect((JSON.parse(text) as { error: string }).error).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});

describe('reading', () => {
  it('[LA1] answers 404 for a key without an entry, deleted ones included', async () => {
    await using api = await startApi();
    expect(await api.ask('GET', '/cat')).toMatchObject({
      status: 404,
      text: '{"error":"There is no entry for this key.","key":"cat"}',
    });
    await api.ask('PUT', '/', { body: '{"cat":{"value":1}}' });
    await api.ask('PUT', '/', { body: '{"cat":{"value":null}}' });
    expect(api.node.entry('cat' as Key)).toMatchObject({ deleted: true, ttl: TOMBSTONE_TTL });
    expect((await api.ask('GET', '/cat')).status).toBe(404);
  });

  it('[LA1] answers HEAD like GET, without the body', async () => {
    await using api = await startApi();
    await api.ask('PUT', '/', { body: '{"cat":{"value":1}}' });
    const { headers } = await api.ask('GET', '/cat');
    const head = await api.ask('HEAD', '/cat');
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers['content-length']).toBe(headers['content-length']);
    expect(await api.ask('HEAD', '/dog')).toMatchObject({ status: 404, text: '' });
  });

  it.each([
    ['a/b c', '/a/b%20c'],
    ['a/b c', '/a%2fb%20c?query=1'],
    ['+', '/+'],
    ['//..', '///..'],
    ['__proto__', '/__proto__'],
    ['ключ🍇', '/%D0%BA%D0%BB%D1%8E%D1%87%F0%9F%8D%87'],
    [' '.repeat(1024), `/${'%20'.repeat(1024)}`],
  ])('[LA1] reads the key %j from the path %s', async (key, path) => {
    await using api = await startApi();
    const body = `{${JSON.stringify(key)}:${JSON.stringify({ value: key })}}`;
    expect((await api.ask('PUT', '/', { body })).status).toBe(204);
    expect(JSON.parse((await api.ask('GET', path)).text)).toMatchObject({ value: key });
  });

  it.each([
    ['GET', '/%zz', 400],
    ['PUT', '/%ff', 400],
    ['DELETE', '/%00', 400],
    ['GET', `/${'a'.repeat(1025)}`, 400],
    ['GET', '/-/nothing', 404],
    ['PUT', '/-/x', 404],
    ['DELETE', '/%2d/status', 405],
    ['GET', '/', 405],
    ['POST', '/', 405],
    ['POST', '/cat', 405],
    ['PATCH', '/cat', 405],
    ['OPTIONS', '/cat', 405],
    ['PROPFIND', '/cat', 405],
    ['PUT', '/-/status', 405],
  ])('[LA1] answers %s %s with %i and a sentence', async (method, path, status) => {
    await using api = await startApi();
    const answer = await api.ask(method, path, method === 'PUT' ? { body: '{"value":1}' } : {});
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toEqual({ error: expect.stringMatching(/^[A-Z].*\.$/) as string });
    expect(answer.headers.allow !== undefined).toBe(status === 405);
    expect(api.node.status().entries).toBe(0);
  });

  it('[LA1] says which methods a target has', async () => {
    await using api = await startApi();
    const allowed = async (path: string) => (await api.ask('POST', path)).headers.allow;
    expect(await allowed('/')).toBe('PUT');
    expect(await allowed('/cat')).toBe('GET, PUT, DELETE, HEAD');
    expect(await allowed('/-/status')).toBe('GET, HEAD');
  });
});

describe('writing', () => {
  it.each([
    ['application/json'],
    ['text/plain; charset=iso-8859-1'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data'],
    ['not a media type'],
    [''],
    [undefined],
  ])('[LA1] does not care for the Content-Type %j', async (type) => {
    await using api = await startApi();
    const headers = type === undefined ? {} : { 'content-type': type };
    expect((await api.ask('PUT', '/', { body: '{"cat":{"value":"é"}}', headers })).status).toBe(204);
    expect(api.node.entry('cat' as Key)?.text).toBe('"é"');
  });

  it('[LA1] takes no entries as nothing to do', async () => {
    await using api = await startApi();
    const { digest } = api.node.status();
    expect((await api.ask('PUT', '/', { body: '{}' })).status).toBe(204);
    expect(api.node.status().digest).toBe(digest);
  });

  it('[LA1] takes the last of duplicate keys, and any text as key', async () => {
    await using api = await startApi();
    const body = '{"a":{"value":1},"__proto__":{"value":2},"constructor":{"value":3},"a":{"value":4}}';
    expect((await api.ask('PUT', '/', { body })).status).toBe(204);
    const texts = ['a', '__proto__', 'constructor'].map((key) => api.node.entry(key as Key)?.text);
    expect(texts).toEqual(['4', '2', '3']);
    expect(api.node.status().entries).toBe(3);
  });

  it.each([
    ['', null],
    ['{"k":{"value":1}', null],
    ['{"k":{"value":1}}x', null],
    ['[]', null],
    ['3', null],
    [Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d), null],
    [put('1'), 'k'],
    [put('{}'), 'k'],
    [put('{"value":1,"ts":"1"}'), 'k'],
    [put('{"value":1,"ts":-1}'), 'k'],
    [put('{"value":1,"ts":1.5}'), 'k'],
    [put('{"value":1,"ts":1e400}'), 'k'],
    [put('{"value":1,"ttl":0}'), 'k'],
    [put('{"value":1,"ttl":"never"}'), 'k'],
    [put('{"value":1,"ttl":3153600000001}'), 'k'],
    [put('{"value":1,"when":1}'), 'k'],
    [put('{"value":9007199254740993}'), 'k'],
    [put('{"value":-1e400}'), 'k'],
    [put('{"value":"\\ud800"}'), 'k'],
    [put('{"value":{"\\udc00":1}}'), 'k'],
    [put(`{"value":${deep(33)}}`), 'k'],
    [put(`{"value":${deep(50_000)}}`), 'k'],
    [put(`{"value":"${'x'.repeat(256 * 1024)}"}`), 'k'],
    ['{"":{"value":1}}', ''],
    ['{"a\\u0000b":{"value":1}}', 'a\0b'],
    ['{"\\ud800":{"value":1}}', '\uFFFD'],
    [`{"${'x'.repeat(1025)}":{"value":1}}`, 'x'.repeat(1024)],
    [put(`{"value":1,"ts":${NOW + 60_001}}`), 'k'],
    [put(`{"value":1,"ts":${NOW - 10},"ttl":10}`), 'k'],
    [put('{"value":null,"ts":1}'), 'k'],
  ])('[LA1] refuses the malformed, future or expired body %.60j with 422 and the key', async (body, key) => {
    await using api = await startApi();
    const answer = await api.ask('PUT', '/', { body });
    expect(answer.status).toBe(422);
    const sentence = expect.stringMatching(/^[A-Z].*[.!]$/) as string;
    expect(JSON.parse(answer.text)).toEqual(key === null ? { error: sentence } : { error: sentence, key });
    expect(api.node.status().digest).toBe('0'.repeat(32));
  });

  it.each([
    [put(`{"value":${deep(32)}}`)],
    [put(`{"value":"${'x'.repeat(256 * 1024 - 2)}"}`)],
    [put(`{"value":1,"ts":${NOW + 60_000}}`)],
    [put(`{"value":1,"ts":0}`)],
    [put('{"value":9007199254740991,"ttl":3153600000000}')],
  ])('[LA1] takes %.60j, which is just within the bounds', async (body) => {
    await using api = await startApi();
    expect(await api.ask('PUT', '/', { body })).toMatchObject({ status: 204 });
    expect(api.node.status().entries).toBe(1);
  });

  it('[LA1] writes all or nothing', async () => {
    await using api = await startApi();
    const body = '{"a":{"value":1},"b":{"value":2,"ts":-1},"c":{"value":3}}';
    expect(await api.ask('PUT', '/', { body })).toMatchObject({ status: 422 });
    expect(api.node.status().entries).toBe(0);
  });

  it('[LA1] answers 409 with the current entry to a ts that would not win', async () => {
    await using api = await startApi();
    await api.ask('PUT', '/', { body: '{"k":{"value":"now","ttl":9}}' });
    const answer = await api.ask('PUT', '/', { body: '{"a":{"value":1},"k":{"value":"then","ts":5}}' });
    expect(answer.status).toBe(409);
    expect(JSON.parse(answer.text)).toEqual({
      error: expect.stringMatching(/^[A-Z].*\.$/) as string,
      key: 'k',
      current: { value: 'now', ts: NOW, ttl: 9 },
    });
    expect(api.node.entry('a' as Key)).toBeNull();
  });

  it('[LA2] writes and deletes one key by its path', async () => {
    await using api = await startApi();
    expect(await api.ask('PUT', '/a/b', { body: '{"value":[1],"ttl":60000}' })).toMatchObject({
      status: 204,
      text: '',
    });
    expect((await api.ask('GET', '/a/b')).text).toBe(`{"value":[1],"ts":${NOW},"ttl":60000}`);
    expect((await api.ask('DELETE', '/a/b')).status).toBe(204);
    expect(api.node.entry('a/b' as Key)).toMatchObject({ deleted: true, ts: NOW + 1 });
    expect((await api.ask('DELETE', '/a/b')).status).toBe(204);
    expect((await api.ask('DELETE', '/never')).status).toBe(204);
    expect(await api.ask('PUT', '/a/b', { body: '{"k":{"value":1}}' })).toMatchObject({ status: 422 });
  });

  it('[ST2] answers 507 when the node is full, but deletes', async () => {
    await using api = await startApi({ maxEntries: 1 });
    await api.ask('PUT', '/a', { body: '{"value":1}' });
    expect(await api.ask('PUT', '/b', { body: '{"value":1}' })).toMatchObject({ status: 507 });
    expect((await api.ask('DELETE', '/a')).status).toBe(204);
  });

  it('[LA1] answers 503 when the node has stopped', async () => {
    await using api = await startApi();
    await api.node.stop();
    expect(await api.ask('PUT', '/a', { body: '{"value":1}' })).toMatchObject({ status: 503 });
  });

  it('[CH2] records the caller by its label', async () => {
    await using api = await startApi();
    await api.ask('PUT', '/a', { body: '{"value":1}', headers: { 'user-agent': 'kiosk/2' } });
    await api.ask('DELETE', '/a', { headers: { 'user-agent': 'kiosk/2', 'grapevine-label': 'Door' } });
    const history = await api.node.history(historyQuery(9));
    expect(history.ok && history.value.changesets.map(({ origin }) => origin)).toEqual([
      { kind: 'api', label: 'Door' },
      { kind: 'api', label: 'kiosk/2' },
    ]);
  });
});

describe('status and peers', () => {
  it('[LA2] tells how the node is', async () => {
    await using api = await startApi();
    await api.ask('PUT', '/', { body: '{"cat":{"value":"garfield","ts":1600000000000}}' });
    const status = JSON.parse((await api.ask('GET', '/-/status')).text) as { digest: string };
    expect(status).toMatchObject({
      id: 'ab'.repeat(16),
      name: 'desk-1',
      c19Version: '5879976174588414934',
      entries: 1,
      group: { kind: 'open' },
      sync: { kind: 'alone', unreachable: 0 },
      peers: 0,
      version: status.digest.slice(0, 8),
    });
    expect(JSON.parse((await api.ask('GET', '/-/peers')).text)).toEqual({ peers: [] });
  });
});
