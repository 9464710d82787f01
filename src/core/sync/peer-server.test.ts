import { expect, it } from 'vitest';
import { ask, newOffice, openOffice, textOf, valuesOf } from '../../../test/support/office.ts';
import { NOW } from '../../../test/support/entries.ts';
import { START_TIME, type Machine } from '../testing/simulated-office.ts';
import { parseHeader } from './grapevine-header.ts';

const CAT = '{"cat":{"value":"garfield","ts":1600000000000}}';
const HEADER = `1 ${'a'.repeat(32)} ${'b'.repeat(16)} ${'c'.repeat(32)} 5 4097`;

async function openOne() {
  const office = await openOffice(1);
  return { office, machine: office.machines[0]! };
}

it('[PS2] the story of the cat: 204, just that entry, and 204 for its C19 version', async () => {
  const { office, machine } = await openOne();
  expect((await ask(office, machine, 'PUT', '/', CAT)).status).toBe(204);
  const full = await ask(office, machine, 'GET', '/');
  expect(full.status).toBe(200);
  expect(JSON.parse(textOf(full))).toEqual({ cat: { value: 'garfield', ts: 1_600_000_000_000 } });
  expect((await ask(office, machine, 'GET', '/5879976174588414934')).status).toBe(204);
});

it('[PS2] a version still remembered gets only what changed since, an unknown one everything', async () => {
  const { office, machine } = await openOne();
  await office.write(machine, 'a', 1);
  const { digest, c19Version } = machine.node.status();
  await office.write(machine, 'b', 2);
  for (const version of [digest, c19Version]) {
    const changed = await ask(office, machine, 'GET', `/${version}`);
    expect(Object.keys(JSON.parse(textOf(changed)) as object)).toEqual(['b']);
  }
  for (const version of ['f'.repeat(32), '12345']) {
    const full = await ask(office, machine, 'GET', `/${version}`);
    expect(Object.keys(JSON.parse(textOf(full)) as object).sort()).toEqual(['a', 'b']);
  }
  expect((await ask(office, machine, 'GET', `/${machine.node.status().digest}`)).status).toBe(204);
});

it('[PS2] an empty state is answered 204', async () => {
  const { office, machine } = await openOne();
  for (const path of ['/', `/${'0'.repeat(32)}`, '/?after='])
    expect((await ask(office, machine, 'GET', path)).status).toBe(204);
});

it('[PS2] every answer of a native node carries the header with its digest and clock', async () => {
  const { office, machine } = await openOne();
  const { id, digest } = machine.node.status();
  for (const path of ['/', '/nonsense']) {
    const header = parseHeader((await ask(office, machine, 'GET', path)).grapevine);
    expect(header).toMatchObject({ id, digest, port: 4097 });
    expect(header!.time).toBeGreaterThan(START_TIME);
  }
});

it.each([
  ['a truncated body', '{"cat":{"value":', 422],
  ['no entries at all', '[1,2]', 422],
  ['only malformed entries', '{"cat":{"value":1}}', 422],
  ['nothing', '', 422],
])('[PS3] refuses %s with the reason', async (_what, body, status) => {
  const { office, machine } = await openOne();
  const answer = await ask(office, machine, 'PUT', '/', body);
  expect(answer.status).toBe(status);
  expect(textOf(answer).length).toBeGreaterThan(10);
  expect(valuesOf(machine).size).toBe(0);
});

it('[PS3] merges the good entries, answers 200 with the malformed ones and tells the user', async () => {
  const { office, machine } = await openOne();
  const answer = await ask(office, machine, 'PUT', '/', '{"bad":{"value":1},"good":{"value":1,"ts":1}}');
  expect(answer.status).toBe(200);
  expect(JSON.parse(textOf(answer))).toEqual({
    malformed: [{ key: 'bad', reason: 'the entry has no ts' }],
    refused: [],
  });
  expect([...valuesOf(machine).keys()]).toEqual(['good']);
  expect(machine.node.status().notices).toEqual([expect.objectContaining({ severity: 'warning' })]);
});

it('[PS3] older entries are not errors', async () => {
  const { office, machine } = await openOne();
  await ask(office, machine, 'PUT', '/', '{"a":{"value":2,"ts":2}}');
  expect((await ask(office, machine, 'PUT', '/', '{"a":{"value":1,"ts":1}}')).status).toBe(204);
  expect(valuesOf(machine).get('a')).toBe('2');
});

it('[ST7] an entry from the future is refused, named in the answer and shown in the window', async () => {
  const { office, machine } = await openOne();
  const body = `{"a":{"value":1,"ts":${NOW + 10 * 365 * 24 * 3600 * 1000}}}`;
  const answer = await ask(office, machine, 'PUT', '/', body);
  expect(JSON.parse(textOf(answer))).toMatchObject({ refused: [{ key: 'a', kind: 'future' }] });
  expect(machine.node.status().notices[0]?.text).toMatch(/1 entry from client refused.*future/);
});

it.each([
  ['GET', '/-/secret'],
  ['GET', '/cat'],
  ['GET', `/${'F'.repeat(32)}`],
  ['GET', '/?after=xyz'],
  ['GET', '/?page=1'],
  ['PUT', '/cat'],
  ['POST', '/'],
  ['DELETE', '/'],
  ['POST', '/-/nothing'],
])('[PS4] answers 404 to %s %s', async (method, path) => {
  const { office, machine } = await openOne();
  expect((await ask(office, machine, method, path, CAT)).status).toBe(404);
  expect(valuesOf(machine).size).toBe(0);
});

it.each(['', '{}', 'null', '{"v":2}', '['.repeat(1_000)])('[PS4] refuses the hello %j', async (body) => {
  const { office, machine } = await openOne();
  expect((await ask(office, machine, 'POST', '/-/hello', body, HEADER)).status).toBe(422);
});

it('[PS5] a large state travels in pages of at most 4 MiB, in key-hash order, with a cursor', async () => {
  const office = newOffice();
  const machine = office.add();
  await machine.node.start();
  const writes = Array.from({ length: 60 }, (_, i) => ({ key: `k${i}`, value: `${i}`.padEnd(200_000, 'x') }));
  await machine.node.write(writes, { kind: 'user' });
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await ask(office, machine, 'GET', `/?after=${cursor}`, '', HEADER);
    expect(page.body.length).toBeLessThanOrEqual(4 * 1024 * 1024);
    seen.push(...Object.keys(JSON.parse(textOf(page)) as object));
    cursor = parseHeader(page.grapevine)!.next;
  }
  expect(seen.length).toBe(60);
  expect(new Set(seen)).toEqual(new Set(writes.map(({ key }) => key)));
  expect(Object.keys(JSON.parse(textOf(await ask(office, machine, 'GET', '/'))) as object)).toHaveLength(60);
});

it('[PB1] what a program without a header brings is news to everyone', async () => {
  const office = await openOffice(3);
  await ask(office, office.machines[0]!, 'PUT', '/', CAT);
  await office.time.pass(50);
  for (const machine of office.machines) expect(valuesOf(machine).get('cat')).toBe('"garfield"');
});

it('[ST9] graves are taken from known peers only, and only where they rank higher', async () => {
  const office = await openOffice(2);
  const [machine, peer] = office.machines as [Machine, Machine];
  await office.write(machine, 'held', 1);
  await office.time.pass(5_000);
  const ts = START_TIME + 60_000;
  const graves = ['held', 'unknown'].map((key) => ({ key, ts, deleted: true, hash: 'f'.repeat(32) }));
  const body = JSON.stringify({ graves: [...graves, { key: '', ts: 1, deleted: true, hash: 'x' }] });
  const valid = JSON.stringify({ graves });
  const header = (id: string, startId: string) => `1 ${id} ${startId} ${'c'.repeat(32)} 5 4097`;
  const { id, startId } = peer.node.status();
  for (const [text, grapevine] of [
    [valid, null],
    [valid, HEADER],
    [body, header(id, startId)],
    ['nonsense', header(id, startId)],
  ] as const) {
    expect((await ask(office, machine, 'POST', '/-/graves', text, grapevine)).status).toBe(204);
    expect(valuesOf(machine).size).toBe(1);
  }
  await ask(office, machine, 'POST', '/-/graves', valid, header(id, startId));
  expect(valuesOf(machine).size).toBe(0);
});
