import { describe, expect, it } from 'vitest';
import { bytesOf, LoneAgent, type LoneAgentOptions } from '../c19/lone-agent.ts';
import { settle } from '../support/settle.ts';

const TS = 1_600_000_000_000;
const CAT = { cat: { value: 'garfield', ts: TS, ttl: null } };
const CAT_VERSION = '5879976174588414934';
const PEERS = ['m1', 'm2', 'm3', 'm4', 'm5'];

const create = (options: Partial<LoneAgentOptions> = {}): Promise<LoneAgent> =>
  LoneAgent.create({ startTime: TS, peers: PEERS, settle, defaultTtlMs: null, ...options });

const pushesOf = (lone: LoneAgent): unknown[] =>
  lone.sent.filter(({ method }) => method === 'PUT').map(({ text }) => JSON.parse(text) as unknown);

describe('the peer port of a C19 agent', () => {
  it('[PS2] answers 204 to its own version and else the full state', async () => {
    const lone = await create();
    await lone.put(CAT);
    expect(lone.get(`/${CAT_VERSION}`)).toEqual({ status: 204, text: '' });
    expect(lone.get('/')).toEqual({ status: 200, text: JSON.stringify(CAT) });
  });

  it('[C1.1] takes any GET path as a version', async () => {
    const lone = await create();
    await lone.put(CAT);
    for (const path of ['/-/hello', '/0', '/a/b', `/%35${CAT_VERSION.slice(1)}`])
      expect(lone.get(path).text).toBe(JSON.stringify(CAT));
  });

  it.each(['POST', 'DELETE', 'HEAD'])('[PS4] answers 404 to %s', async (method) => {
    const lone = await create();
    expect(lone.agent.handle({ method, path: '/', body: bytesOf(CAT) }).status).toBe(404);
    await lone.time.pass(1_000);
    expect(lone.agent.entry('cat')).toBeNull();
  });

  it('[C1.6] answers 204 to a PUT that it takes nothing of', async () => {
    const lone = await create();
    expect(await lone.put({ ...CAT, bad: { value: 1, ts: 1.5 } })).toBe(204);
    expect(await lone.put('no json')).toBe(204);
    expect(lone.agent.version).toBe('');
    expect(lone.get('/x').text).toBe('{}');
  });

  it('[C1.6] commits after it has answered', async () => {
    const lone = await create({ commitDelayMs: 10 });
    lone.agent.handle({ method: 'PUT', path: '/', body: bytesOf(CAT) });
    await lone.time.pass(9);
    expect(lone.get('/').status).toBe(204);
    await lone.time.pass(1);
    expect(lone.get('/').text).toBe(JSON.stringify(CAT));
  });

  it('[C1.5] gives entries without a ttl its own', async () => {
    const lone = await create({ defaultTtlMs: 60_000 });
    await lone.put(CAT);
    expect(lone.agent.entry('cat')).toMatchObject({ ttl: 60_000 });
  });
});

describe('the version of a C19 agent', () => {
  it('[C1.3] stays as it was when something expires, until something live comes that it may already have', async () => {
    const lone = await create();
    await lone.put({ ...CAT, dog: { value: 1, ts: TS, ttl: 1_000 } });
    const before = lone.agent.version;
    lone.agent.start();
    await lone.time.pass(120_000);
    expect(lone.get(`/${before}`).status).toBe(204);
    expect(lone.get('/').text).toBe(JSON.stringify(CAT));
    await lone.put(CAT);
    expect(lone.agent.version).toBe(CAT_VERSION);
  });

  it('[C1.3] is empty at first and 0 when all has expired', async () => {
    const lone = await create({ purgeIntervalMs: 1e9 });
    expect(lone.agent.version).toBe('');
    await lone.put({ dog: { value: 1, ts: TS + 5, ttl: 100 } });
    await lone.time.pass(1_000);
    await lone.put({ dog: { value: 'older', ts: TS, ttl: null } });
    expect(lone.agent.version).toBe('0');
    expect(lone.get('/x').text).toBe('{}');
  });

  it.each([
    ['an empty map', {}],
    ['nothing live', { old: { value: 1, ts: TS - 10, ttl: 5 } }],
  ])('[C1.2] is forgotten by a PUT of %s, and so is what was to be pushed', async (_, body) => {
    const lone = await create();
    lone.agent.start();
    await lone.put(CAT);
    await lone.put(body);
    expect(lone.get('/').status).toBe(204);
    await lone.time.pass(5_000);
    expect(pushesOf(lone)).toEqual([]);
    await lone.put(CAT);
    expect(lone.agent.version).toBe(CAT_VERSION);
  });

  it('[C1.2] is forgotten by an answer of an empty map to its GET', async () => {
    const lone = await create();
    await lone.put(CAT);
    lone.answer = () => Promise.resolve({ status: 200, body: bytesOf('{}') });
    lone.agent.start();
    await lone.put({ dog: { value: 1, ts: TS } });
    expect(lone.agent.version).toBe(CAT_VERSION);
  });

  it('[C1.2] is not forgotten once a push round has passed', async () => {
    const lone = await create();
    lone.agent.start();
    await lone.put(CAT);
    await lone.time.pass(1_000);
    await lone.put({});
    expect(lone.agent.version).toBe(CAT_VERSION);
  });
});

describe('the pushes of a C19 agent', () => {
  it('[PB1] go to three random peers in the next round, once', async () => {
    const lone = await create();
    lone.agent.start();
    await lone.put(CAT);
    await lone.time.pass(10_000);
    const pushes = lone.sent.filter(({ method }) => method === 'PUT');
    expect(new Set(pushes.map(({ to }) => to)).size).toBe(3);
    expect(pushes).toHaveLength(3);
    expect(pushes[0]).toMatchObject({ at: 1_000, path: '/', text: JSON.stringify(CAT) });
  });

  it('[C1.6] hold the old entry of an update', async () => {
    const lone = await create();
    await lone.put(CAT);
    lone.agent.start();
    await settle();
    lone.sent.length = 0;
    const tom = { cat: { value: 'tom', ts: TS + 1, ttl: null } };
    const dog = { dog: { value: 'rex', ts: TS, ttl: null } };
    await lone.put({ ...tom, ...dog });
    await lone.time.pass(1_000);
    expect(pushesOf(lone)[0]).toEqual({ ...CAT, ...dog });
    expect(lone.agent.entry('cat')).toMatchObject({ value: 'tom' });
  });

  it('[C1.6] end with one that is never answered, and pulls go on', async () => {
    const lone = await create();
    lone.answer = ({ method }) => (method === 'PUT' ? new Promise(() => undefined) : Promise.resolve(null));
    lone.agent.start();
    await lone.put(CAT);
    await lone.time.pass(5_000);
    await lone.put({ dog: { value: 1, ts: TS } });
    await lone.time.pass(200_000);
    expect(pushesOf(lone)).toEqual([CAT, CAT, CAT]);
    expect(lone.sent.filter(({ method }) => method === 'GET')).toHaveLength(12);
  });
});

describe('the pulls of a C19 agent', () => {
  it('[RC1] go to three random peers each minute, with its version', async () => {
    const lone = await create();
    await lone.put(CAT);
    lone.agent.start();
    await lone.time.pass(119_000);
    const pulls = lone.sent.filter(({ method }) => method === 'GET');
    expect(pulls.map(({ at }) => at - 10)).toEqual([0, 0, 0, 60_000, 60_000, 60_000]);
    expect(pulls.every(({ path }) => path === `/${CAT_VERSION}`)).toBe(true);
    expect(new Set(pulls.slice(0, 3).map(({ to }) => to)).size).toBe(3);
  });

  it.each([200, 204, 301, 404, 500])('[C1.6] merge any JSON map, also of status %i', async (status) => {
    const lone = await create({ peers: ['m1'] });
    lone.answer = () => Promise.resolve({ status, body: bytesOf(CAT) });
    lone.agent.start();
    await lone.time.pass(100);
    expect(lone.agent.version).toBe(CAT_VERSION);
  });

  it('[C1.3] take no state from an empty body, and publish what they brought', async () => {
    const lone = await create();
    lone.answer = ({ to }) => Promise.resolve({ status: 200, body: to === 'm3' ? bytesOf(CAT) : new Uint8Array() });
    lone.agent.start();
    await lone.time.pass(600_000);
    expect(lone.agent.version).toBe(CAT_VERSION);
    expect(pushesOf(lone)).toEqual([CAT, CAT, CAT]);
  });

  it('[C1.6] end with one that is never answered, and pushes go on', async () => {
    const lone = await create();
    lone.answer = ({ method }) => (method === 'GET' ? new Promise(() => undefined) : Promise.resolve(null));
    lone.agent.start();
    await lone.time.pass(300_000);
    expect(lone.sent).toHaveLength(3);
    await lone.put(CAT);
    await lone.time.pass(1_000);
    expect(pushesOf(lone)).toHaveLength(3);
  });

  it('[ARCH] end with stop, and start again with start, each as often as it is called', async () => {
    const lone = await create();
    lone.agent.start();
    lone.agent.start();
    await settle();
    expect(lone.sent).toHaveLength(3);
    lone.agent.stop();
    lone.agent.stop();
    await lone.time.pass(120_000);
    expect(lone.sent).toHaveLength(3);
    lone.agent.start();
    await lone.time.pass(1);
    expect(lone.sent).toHaveLength(6);
  });
});

describe('the local port of a C19 agent', () => {
  it('[LA1] writes with the time of now and gives what it holds', async () => {
    const lone = await create({ defaultTtlMs: 60_000 });
    const body = bytesOf({ cat: { value: 'garfield' } });
    expect(lone.agent.handleLocal({ method: 'PUT', path: '/', body }).status).toBe(204);
    await lone.time.pass(10);
    const answer = lone.agent.handleLocal({ method: 'GET', path: '/cat', body: new Uint8Array() });
    expect(new TextDecoder().decode(answer.body)).toBe(`{"value":"garfield","ts":${TS},"ttl":60000}`);
    await lone.time.pass(60_000);
    expect(lone.agent.handleLocal({ method: 'GET', path: '/cat', body: new Uint8Array() }).status).toBe(404);
  });

  it('[C1.6] never percent-decodes', async () => {
    const lone = await create();
    await lone.put({ 'a b': { value: 1, ts: TS }, 'c%20d': { value: 2, ts: TS }, 'e/f': { value: 3, ts: TS } });
    const statusOf = (path: string): number =>
      lone.agent.handleLocal({ method: 'GET', path, body: new Uint8Array() }).status;
    expect(['/a%20b', '/c%20d', '/e/f'].map(statusOf)).toEqual([404, 200, 200]);
  });
});
