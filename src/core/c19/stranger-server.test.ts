import { expect, it } from 'vitest';
import { ask, openOffice, textOf } from '../../../test/support/office.ts';
import { NOW } from '../../../test/support/entries.ts';
import { MixedOffice } from '../../../test/support/mixed-office.ts';

async function openOne() {
  const office = await openOffice(1);
  const machine = office.machines[0]!;
  const get = async (path: string): Promise<{ status: number; keys: string[] }> => {
    const answer = await ask(office, machine, 'GET', path);
    const text = textOf(answer);
    return { status: answer.status, keys: text === '' ? [] : Object.keys(JSON.parse(text) as object).sort() };
  };
  const write = (key: string, value: unknown, ttl: number | null = null) =>
    machine.node.write([{ key, value, ttl }], { kind: 'user' });
  return { office, machine, get, write };
}

it('[C1.4] a version is answered 204, with what changed since, or with everything', async () => {
  const { machine, get, write } = await openOne();
  await write('a', 1);
  const first = machine.node.status().c19Version;
  await write('b', 2);
  expect(await get(`/${machine.node.status().c19Version}`)).toEqual({ status: 204, keys: [] });
  expect(await get(`/${first}`)).toEqual({ status: 200, keys: ['b'] });
  expect(await get('/17')).toEqual({ status: 200, keys: ['a', 'b'] });
  expect(await get('/')).toEqual({ status: 200, keys: ['a', 'b'] });
});

it('[C1.3] the versions "" and "0" both mean empty', async () => {
  const { get, write } = await openOne();
  expect((await get('/')).status).toBe(204);
  expect((await get('/0')).status).toBe(204);
  await write('a', 1);
  expect(await get('/0')).toEqual({ status: 200, keys: ['a'] });
});

it('[C1.2] where nothing lives for 5 s more there is nothing to say', async () => {
  const { office, machine, get, write } = await openOne();
  await write('soon', 1, 5_100);
  expect((await get('/')).status).toBe(200);
  await office.time.pass(200);
  expect((await get('/')).status).toBe(204);
  const { c19Version } = machine.node.status();
  await office.time.pass(10_000);
  expect((await get(`/${c19Version}`)).status).toBe(204);
  expect((await get('/')).status).toBe(204);
});

it('[C1.2] a deletion is something to say', async () => {
  const { get, write } = await openOne();
  await write('a', 1);
  await write('a', null);
  expect(await get('/')).toEqual({ status: 200, keys: ['a'] });
});

it('[PS3] a missing ts is malformed, except from a machine on which an agent is known', async () => {
  const { office, machine } = await openOne();
  const body = '{"a":{"value":1}}';
  expect((await ask(office, machine, 'PUT', '/', body)).status).toBe(422);
  const mixed = await MixedOffice.open({ nodes: 1, agents: 1, agentsKnowNodes: false });
  const node = mixed.office.machines[0]!;
  await mixed.agents[0]!.c19.stop();
  const client = mixed.office.network.transport('c0', 5_000);
  await client.start(() => Promise.reject(new Error('nobody calls')));
  const request = { method: 'PUT', path: '/', grapevine: null, body: new TextEncoder().encode(body) };
  const limits = { connectTimeoutMs: 1_000, timeoutMs: 5_000, maxResponseBytes: 1_000 };
  const answered = client.request({ host: 'm0', port: 4097 }, request, limits);
  await mixed.office.time.pass(100);
  expect(await answered).toMatchObject({ ok: true, value: { status: 204 } });
  expect(node.node.entry('a' as never)?.ts).toBeGreaterThan(NOW - 400 * 86_400_000);
  await mixed.close();
});

it('[C1.5] a tie that an agent pushes is broken, and another ttl is no difference', async () => {
  const { office, machine } = await openOne();
  const ts = NOW - 400 * 86_400_000;
  await machine.node.write(
    [
      { key: 'a', value: 'x', ts },
      { key: 'b', value: 1, ts },
    ],
    { kind: 'api', label: 'x' },
  );
  await ask(
    office,
    machine,
    'PUT',
    '/',
    `{"a":{"value":"y","ts":${ts}},"b":{"value":1,"ts":${ts},"ttl":100000000000}}`,
  );
  expect(machine.node.entry('a' as never)?.ts).toBe(ts + 1);
  expect(machine.node.entry('b' as never)).toMatchObject({ ts, ttl: null });
});

it('[C1.1] a native node that asks by a C19 version only wants to know who answers', async () => {
  const { office, machine, write } = await openOne();
  await write('a', 1);
  const header = `1 ${'a'.repeat(32)} ${'b'.repeat(16)} ${'c'.repeat(32)} 5 4097`;
  const answer = await ask(office, machine, 'GET', '/17', '', header);
  expect(answer.status).toBe(204);
  expect(answer.grapevine).not.toBeNull();
});

it('[LM2] a large state is written in slices, and is one JSON map', async () => {
  const { office, get, write } = await openOne();
  for (let i = 0; i < 1_200; i += 1) await write(`k${i}`, i);
  const answer = get('/');
  await office.time.pass(1);
  expect((await answer).keys).toHaveLength(1_200);
});
