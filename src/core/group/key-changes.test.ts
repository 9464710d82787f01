/** Changing the key of a private group (GR5), with real nodes in virtual time. */
import { describe, expect, it } from 'vitest';
import { privateOffice, valuesOf } from '../../../test/support/office.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import type { Machine, SimulatedOffice } from '../testing/simulated-office.ts';
import { SECRET_BYTES, type GroupSecret } from './invite-code.ts';
import { groupIdOf } from './keys.ts';

const random = new SeededRandom(11);
const newSecret = () => random.bytes(SECRET_BYTES) as GroupSecret;
const SECRET = newSecret();
const MINUTE = 60_000;

async function officeOf(count: number): Promise<{ office: SimulatedOffice; machines: Machine[] }> {
  const office = privateOffice(SECRET);
  await office.open(count);
  await office.time.pass(2_000);
  return { office, machines: [...office.machines] };
}

const at = (machines: readonly Machine[], index: number): Machine => {
  const machine = machines[index];
  if (machine === undefined) throw new Error(`There is no machine ${index}`);
  return machine;
};

const groupOf = ({ node }: Machine) => {
  const { group } = node.status();
  if (group.kind === 'open') throw new Error('The group is an open one');
  return group;
};

/** What every machine announces. */
const idsOf = (machines: readonly Machine[]): string[] => [...new Set(machines.map((one) => groupOf(one).id))];

/** Exchanges that went wrong, of all machines with all others but `except`. */
const failures = (machines: readonly Machine[], except: readonly Machine[] = []): string[] =>
  machines.flatMap(({ host, node }) =>
    node
      .peers()
      .filter(({ id }) => !except.some((one) => one.id === id))
      .flatMap(({ name, exchanges }) =>
        exchanges.filter(({ ok }) => !ok).map(({ kind, text }) => `${host} -> ${name} ${kind}: ${text}`),
      ),
  );

const refusedBy = (machines: readonly Machine[]): number =>
  machines.flatMap(({ node }) => node.outsiders().strangers).reduce((sum, { count }) => sum + count, 0);

describe('a change of the key', () => {
  it('[GR5] reaches five machines, of which one was off, without one exchange that fails', async () => {
    const { office, machines } = await officeOf(5);
    const late = at(machines, 4);
    const others = machines.slice(0, 4);
    const stopped = late.node.stop();
    await office.time.pass(5_000);
    await stopped;
    expect(await at(others, 0).node.keys?.change('in-band')).toEqual({ ok: true, value: undefined });
    for (let i = 0; i < 40; i += 1) {
      await office.write(at(others, i % 4), `during/${i}`, i);
      await office.time.pass(50);
    }
    const [id = '', ...more] = idsOf(others);
    expect(more).toEqual([]);
    expect(id).not.toBe(groupIdOf(SECRET));
    expect(office.agree(others)).toBe(true);
    await office.time.pass(10 * MINUTE);
    for (const machine of others) {
      const lacking = groupOf(machine).change?.machines.filter(({ has }) => !has);
      expect(lacking?.map((one) => one.id)).toEqual([late.id]);
    }
    await office.restart(late);
    await office.time.pass(5_000);
    expect(groupOf(late).id).toBe(id);
    expect(office.agree()).toBe(true);
    expect(valuesOf(late).size).toBe(40);
    await office.time.pass(2 * MINUTE);
    expect(machines.map((machine) => groupOf(machine).change)).toEqual(machines.map(() => null));
    expect(failures(machines, [late])).toEqual([]);
    expect(refusedBy(machines)).toBe(0);
  });

  it('[GR5] made at two machines at the same time ends with one key everywhere', async () => {
    const { office, machines } = await officeOf(4);
    await Promise.all([at(machines, 0).node.keys?.change('in-band'), at(machines, 3).node.keys?.change('in-band')]);
    await office.time.pass(30_000);
    expect(idsOf(machines)).toHaveLength(1);
    await office.write(at(machines, 1), 'a', 1);
    await office.time.pass(3 * MINUTE);
    expect(office.agree()).toBe(true);
    expect(machines.map((machine) => groupOf(machine).change)).toEqual(machines.map(() => null));
    expect(failures(machines)).toEqual([]);
  });

  it('[GR5] by hand gives the new key to nobody, and shuts out whoever has not got it when it is ended', async () => {
    const { office, machines } = await officeOf(3);
    const [first, second, shutOut] = [at(machines, 0), at(machines, 1), at(machines, 2)];
    const before = groupOf(first).id;
    await first.node.keys?.change('by-hand');
    await office.time.pass(MINUTE);
    expect(groupOf(second).id).toBe(before);
    expect(failures(machines)).toEqual([]);
    const made = first.keys?.held[0].secret;
    if (made === undefined) throw new Error('The first machine has no key');
    expect(await second.node.keys?.enter(made)).toEqual({ ok: true, value: undefined });
    await office.time.pass(MINUTE);
    const has = groupOf(first).change?.machines.map(({ id, has }) => [id, has]);
    expect(new Map(has as [string, boolean][])).toEqual(
      new Map([
        [second.id, true],
        [shutOut.id, false],
      ]),
    );
    await first.node.keys?.end();
    await office.time.pass(1_000);
    expect([groupOf(first).change, groupOf(second).change]).toEqual([null, null]);
    await office.write(first, 'secret', 1);
    await office.time.pass(2 * MINUTE);
    expect(second.node.entry('secret' as never)?.text).toBe('1');
    expect(shutOut.node.entry('secret' as never)).toBeNull();
    expect(refusedBy([first, second])).toBeGreaterThan(0);
  });

  it('[GR5] takes no code of another group for a new key', async () => {
    const { machines } = await officeOf(2);
    const entered = await at(machines, 0).node.keys?.enter(newSecret());
    expect(entered).toMatchObject({ ok: false, error: expect.stringContaining('not the code of a new key') as string });
    expect(groupOf(at(machines, 0))).toEqual({ kind: 'private', id: groupIdOf(SECRET), change: null });
  });

  it('[GR5] never hands a key over that was made after one that goes by hand', async () => {
    const { office, machines } = await officeOf(3);
    const [first, second, shutOut] = [at(machines, 0), at(machines, 1), at(machines, 2)];
    await first.node.keys?.change('by-hand');
    const made = first.keys?.held[0].secret;
    if (made === undefined) throw new Error('The first machine has no key');
    await second.node.keys?.enter(made);
    await office.time.pass(1_000);
    await first.node.keys?.change('in-band');
    await office.time.pass(MINUTE);
    expect(groupOf(second).id).toBe(groupOf(first).id);
    expect(groupOf(shutOut).id).toBe(groupIdOf(SECRET));
    expect(shutOut.keys?.held).toHaveLength(1);
  });

  it('[GR5] is made before it is used: a crash just after it loses no key', async () => {
    const { office, machines } = await officeOf(3);
    const first = at(machines, 0);
    await first.node.keys?.change('in-band');
    office.crash(first);
    await office.time.pass(30_000);
    await office.restart(first);
    await office.time.pass(30_000);
    expect(idsOf(machines)).toHaveLength(1);
    await office.write(first, 'a', 1);
    await office.time.pass(MINUTE);
    expect(office.agree()).toBe(true);
  });

  it('[GR5] that cannot be stored is refused and changes nothing', async () => {
    const { office, machines } = await officeOf(2);
    const first = at(machines, 0);
    office.failKeys = true;
    expect(await first.node.keys?.change('in-band')).toEqual({ ok: false, error: 'The disk is full.' });
    expect(groupOf(first)).toEqual({ kind: 'private', id: groupIdOf(SECRET), change: null });
  });

  it('[GR7] is nothing that an open group knows', () => {
    expect(privateOffice(SECRET).add({ secret: null }).node.keys).toBeNull();
  });

  it('[GR5] leaves alone machines of other groups, and counts them', async () => {
    const { office, machines } = await officeOf(2);
    const others = [office.add({ secret: newSecret() }), office.add({ secret: null })];
    for (const { node } of others) await node.start();
    await office.time.pass(10_000);
    expect(machines.map(({ node }) => node.outsiders())).toEqual(machines.map(() => ({ strangers: [], others: 2 })));
    expect(at(machines, 0).node.peers()).toHaveLength(1);
    for (const { node } of others) await node.stop();
    await office.time.pass(10 * MINUTE);
    expect(at(machines, 0).node.outsiders().others).toBe(0);
  });
});
