import { describe, expect, it } from 'vitest';
import { newOffice, valuesOf } from '../../../test/support/office.ts';
import { entry, keyOf } from '../../../test/support/entries.ts';
import type { FileEntry } from '../node-api.ts';
import { historyQuery } from './history-query.ts';
import { START_TIME, type Machine } from '../testing/simulated-office.ts';

const file = (key: string, value: unknown, some: Partial<FileEntry> = {}): FileEntry => ({
  key: keyOf(key),
  text: JSON.stringify(value),
  ttl: undefined,
  ts: undefined,
  ...some,
});

async function oneMachine() {
  const office = newOffice();
  const machine = office.add();
  await machine.node.start();
  await office.time.pass(1_000);
  return { office, machine };
}

async function seed({ node }: Machine, entries: FileEntry[]): Promise<number> {
  const done = await node.seed(entries);
  if (!done.ok) throw new Error(done.error.reason);
  return done.value.changeset === null ? 0 : done.value.entries.length;
}

describe('a seed file', () => {
  it('[ST11] gives values without a ts the stamp 1, those with a ttl the time', async () => {
    const { machine } = await oneMachine();
    expect(
      await seed(machine, [file('plain', 1), file('brief', 1, { ttl: 5_000 }), file('stamped', 1, { ts: 77 })]),
    ).toBe(3);
    expect(machine.node.entry(keyOf('plain'))?.ts).toBe(1);
    expect(machine.node.entry(keyOf('brief'))).toEqual(entry('brief', 1, START_TIME + 1_000, 5_000));
    expect(machine.node.entry(keyOf('stamped'))?.ts).toBe(77);
  });

  it('[ST11] never overwrites: neither an entry, nor a tombstone, nor what has expired', async () => {
    const { office, machine } = await oneMachine();
    const write = (key: string, value: unknown, ttl: number | null = null) =>
      machine.node.write([{ key, value, ttl }], { kind: 'user' });
    await write('held', 'mine');
    await write('deleted', 1);
    await write('deleted', null);
    await write('expired', 1, 10);
    await office.time.pass(1_000);
    const entries = ['held', 'deleted', 'expired', 'new'].map((key) => file(key, 'seed'));
    expect(await seed(machine, entries)).toBe(1);
    expect([...valuesOf(machine)].sort()).toEqual([
      ['held', '"mine"'],
      ['new', '"seed"'],
    ]);
    expect(await seed(machine, entries)).toBe(0);
  });

  it('[ST11] merges values with a ts where they win', async () => {
    const { machine } = await oneMachine();
    await machine.node.write([{ key: 'a', value: 'now' }], { kind: 'user' });
    const older = [
      file('a', 'older', { ts: START_TIME - 1 }),
      file('gone', null, { ts: START_TIME }),
      file('late', 1, { ts: 1, ttl: 5 }),
    ];
    expect(await seed(machine, older)).toBe(1);
    expect(await seed(machine, [file('a', 'newer', { ts: START_TIME + 30_000 })])).toBe(1);
    expect([...valuesOf(machine)]).toEqual([['a', '"newer"']]);
    expect(machine.node.entry(keyOf('gone'))?.deleted).toBe(true);
  });

  it('[ST7] leaves out what lies in the future, and says so', async () => {
    const { machine } = await oneMachine();
    expect(await seed(machine, [file('soon', 1, { ts: START_TIME + 3_600_000 })])).toBe(0);
    expect(
      machine.node
        .status()
        .notices.map(({ text }) => text)
        .join(),
    ).toContain('“soon”');
  });

  it('[PB1] reaches the others, is in the history as a seed, and survives a restart', async () => {
    const { office, machine } = await oneMachine();
    const other = office.add();
    await other.node.start();
    await office.time.pass(2_000);
    const many = Array.from({ length: 1_200 }, (_, i) => file(`k${i}`, i));
    const seeded = seed(machine, many);
    await office.time.pass(5_000);
    expect(await seeded).toBe(1_200);
    expect([other.node.status().entries, office.agree()]).toEqual([1_200, true]);
    office.crash(machine);
    await office.restart(machine);
    expect(await seed(machine, [file('k3', 'again')])).toBe(0);
    const history = await machine.node.history(historyQuery(9, { kind: 'seed' }));
    expect(history.ok && history.value.changesets.map(({ added }) => added)).toEqual([1_200]);
  });
});
