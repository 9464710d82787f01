/** Stories of machines that were away, of clocks that were wrong, and of keys that must not come back (ST9, ST10). */
import { describe, expect, it } from 'vitest';
import { newOffice, valuesOf } from '../../test/support/office.ts';
import type { Key } from '../shared/model.ts';
import { historyQuery } from './state/history-query.ts';
import { PERFECT } from './testing/memory-network.ts';
import { textAt, type Machine, type SimulatedOffice } from './testing/simulated-office.ts';

const DAY_MS = 24 * 3600 * 1000;
const MINUTE_MS = 60_000;

/** Machines that are started one after another, each when it is needed. */
async function start(office: SimulatedOffice, count: number): Promise<Machine[]> {
  const added = Array.from({ length: count }, () => office.add());
  await Promise.all(added.map(({ node }) => node.start()));
  await office.time.pass(3_000);
  return added;
}

/** Lets days go by for all, those that are off too, with time to talk on each. */
async function daysPass(office: SimulatedOffice, days: number): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    for (const { clock } of office.machines) clock.jump(DAY_MS);
    await office.time.pass(MINUTE_MS);
  }
}

/** Only hosts of one group hear each other; null joins all. */
function separate(office: SimulatedOffice, groups: Machine[][] | null): void {
  const sideOf = (host: string): number => groups?.findIndex((group) => group.some((one) => one.host === host)) ?? 0;
  office.network.conditions = { ...PERFECT, connects: (from, to) => sideOf(from) === sideOf(to) };
}

async function turnOff(office: SimulatedOffice, machine: Machine): Promise<void> {
  const stopped = machine.node.stop();
  await office.time.pass(3_000);
  await stopped;
}

async function write(
  office: SimulatedOffice,
  machine: Machine,
  key: string,
  value: unknown,
  ttl?: number,
): Promise<void> {
  const written = await machine.node.write([{ key, value, ttl }], { kind: 'user' });
  expect(written.ok).toBe(true);
  await office.time.pass(2_000);
}

/** Graves that are too old go when the next one is dug. */
async function forgetGraves(office: SimulatedOffice, machine: Machine): Promise<void> {
  await write(office, machine, 'brief', 1, 1_000);
  await office.time.pass(2 * MINUTE_MS);
}

const noticesOf = ({ node }: Machine): string[] => node.status().notices.map(({ text }) => text);

/** Keys of what was set aside. */
const asideAt = ({ disk }: Machine): string[] => disk.asides.flatMap(({ entries }) => entries.map(({ key }) => key));

/** Machines that hold `key`, one of which is off when the story begins; `staying` ones are there all the time. */
async function withOneAway(
  key: string,
  staying = 1,
): Promise<{ office: SimulatedOffice; here: Machine; away: Machine }> {
  const office = newOffice();
  const [away, here] = (await start(office, 1 + staying)) as [Machine, Machine];
  await write(office, here, key, 'old');
  await write(office, here, 'other', 'kept');
  expect(textAt(away, key)).toBe('"old"');
  await turnOff(office, away);
  return { office, here, away };
}

describe('what was deleted or has expired stays away', () => {
  it('[ST9] a deleted key does not come back from a peer that was away 9 days', async () => {
    const { office, here, away } = await withOneAway('cat');
    await write(office, here, 'cat', null);
    await daysPass(office, 9);
    await office.restart(away);
    await office.time.pass(30_000);
    expect([textAt(here, 'cat'), textAt(away, 'cat')]).toEqual(['null', 'null']);
    expect(office.agree()).toBe(true);
  });

  it('[ST9] a deleted key does not come back from a peer that was away 40 days, when its tombstone is a grave', async () => {
    const { office, here, away } = await withOneAway('cat');
    await write(office, here, 'cat', null);
    await daysPass(office, 40);
    expect(textAt(here, 'cat')).toBeNull();
    await office.restart(away);
    await office.time.pass(30_000);
    expect([textAt(here, 'cat'), textAt(away, 'cat')]).toEqual([null, null]);
    expect([textAt(away, 'other'), office.agree()]).toEqual(['"kept"', true]);
  });

  it('[ST9] a value without ttl that is older than an expired value with ttl does not come back', async () => {
    const { office, here, away } = await withOneAway('desk');
    await write(office, here, 'desk', 'for a minute', MINUTE_MS);
    await office.time.pass(2 * MINUTE_MS);
    expect(textAt(here, 'desk')).toBeNull();
    await office.restart(away);
    await office.time.pass(30_000);
    expect([textAt(here, 'desk'), textAt(away, 'desk'), office.agree()]).toEqual([null, null, true]);
  });

  it('[ST9] a restart between delete and purge brings nothing back', async () => {
    const { office, here, away } = await withOneAway('cat');
    await write(office, here, 'cat', null);
    office.crash(here);
    await daysPass(office, 11);
    await office.restart(here);
    await office.restart(away);
    await office.time.pass(30_000);
    expect([textAt(here, 'cat'), textAt(away, 'cat'), office.agree()]).toEqual([null, null, true]);
  });

  it('[ST9] clocks 3 s apart: a key of 60 s ends on both sides without traffic', async () => {
    const office = newOffice();
    const fast = office.add({ clockOffsetMs: 3_000 });
    const slow = office.add();
    await Promise.all([fast.node.start(), slow.node.start()]);
    await office.time.pass(3_000);
    await write(office, slow, 'lease', 1, MINUTE_MS);
    expect(textAt(fast, 'lease')).toBe('1');
    let carried = 0;
    office.network.conditions = {
      ...PERFECT,
      observe: (_from, _to, { method, body }) => {
        if (method === 'PUT' && body.length > 2) carried += 1;
      },
    };
    const seen: (string | null)[][] = [];
    for (let second = 0; second < 90; second += 1) {
      await office.time.pass(1_000);
      seen.push([textAt(fast, 'lease'), textAt(slow, 'lease')]);
    }
    expect(seen.filter(([fastText, slowText]) => fastText === null && slowText === '1').length).toBeLessThanOrEqual(4);
    expect(seen.slice(-25)).toEqual(Array.from({ length: 25 }, () => [null, null]));
    expect([carried, office.agree()]).toEqual([0, true]);
  });
});

describe('clocks that were wrong', () => {
  it('[ST9] a clock that jumps 30 min ahead and back loses no live entry', async () => {
    const office = newOffice();
    const [steady, jumpy] = (await start(office, 2)) as [Machine, Machine];
    await write(office, steady, 'lease', 'live', 20 * MINUTE_MS);
    await write(office, steady, 'plain', 'live');
    jumpy.clock.jump(30 * MINUTE_MS);
    await office.time.pass(2 * MINUTE_MS);
    expect(textAt(jumpy, 'lease')).toBeNull();
    jumpy.clock.jump(-30 * MINUTE_MS);
    await office.time.pass(2 * MINUTE_MS);
    expect([textAt(jumpy, 'lease'), textAt(steady, 'lease'), textAt(jumpy, 'plain')]).toEqual([
      '"live"',
      '"live"',
      '"live"',
    ]);
    expect(office.agree()).toBe(true);
  });

  it('[ST4] a write after a clock set back is not refused elsewhere', async () => {
    const office = newOffice();
    const [steady, jumpy] = (await start(office, 2)) as [Machine, Machine];
    jumpy.clock.jump(30 * MINUTE_MS);
    await write(office, jumpy, 'cat', 'from the future');
    expect(textAt(steady, 'cat')).toBeNull();
    jumpy.clock.jump(-30 * MINUTE_MS);
    await write(office, jumpy, 'cat', 'from now');
    await office.time.pass(MINUTE_MS);
    expect([textAt(steady, 'cat'), textAt(jumpy, 'cat'), office.agree()]).toEqual(['"from now"', '"from now"', true]);
    await turnOff(office, jumpy);
    await office.restart(jumpy);
    expect(textAt(jumpy, 'cat')).toBe('"from now"');
  });
});

describe('a long absence', () => {
  it('[ST10] sets aside what a peer lacks and was written before, in a file that the history names', async () => {
    const { office, here, away } = await withOneAway('deleted long ago', 2);
    await write(office, here, 'deleted long ago', null);
    await daysPass(office, 102);
    await forgetGraves(office, here);
    await write(office, here, 'new', 'here');
    separate(office, [office.machines.filter((one) => one !== away), [away]]);
    await office.restart(away);
    await write(office, away, 'written alone', 'there');
    separate(office, null);
    await office.time.pass(MINUTE_MS);
    const expected = [
      ['new', '"here"'],
      ['other', '"kept"'],
      ['written alone', '"there"'],
    ];
    expect([...valuesOf(here)].sort()).toEqual(expected);
    expect([...valuesOf(away)].sort()).toEqual(expected);
    expect(office.agree()).toBe(true);
    expect(asideAt(away)).toEqual(['deleted long ago']);
    const wanted = { key: 'deleted long ago' as Key, kind: 'set-aside' } as const;
    const history = await away.node.history(historyQuery(10, wanted));
    expect(history.ok && history.value.changesets[0]?.origin).toMatchObject({ kind: 'set-aside', peer: here.host });
    expect(noticesOf(away).some((text) => text.includes('set aside'))).toBe(true);
  });

  it('[ST10] shares nothing before it has compared', async () => {
    const { office, here, away } = await withOneAway('deleted long ago', 2);
    await write(office, here, 'deleted long ago', null);
    await daysPass(office, 102);
    await forgetGraves(office, here);
    const given: number[] = [];
    office.network.conditions = {
      ...PERFECT,
      observe: () => given.push(here.node.entry('deleted long ago' as Key) === null ? 0 : 1),
    };
    await office.restart(away);
    await office.time.pass(MINUTE_MS);
    expect([given.includes(1), given.length > 0, office.agree()]).toEqual([false, true, true]);
  });

  it('[ST10] keeps everything, shares nothing and says so while nothing can be set aside', async () => {
    const { office, here, away } = await withOneAway('deleted long ago', 2);
    await write(office, here, 'deleted long ago', null);
    await daysPass(office, 102);
    await forgetGraves(office, here);
    await office.restart(away);
    away.disk.fail({ kind: 'full', detail: 'The disk is full.' });
    await office.time.pass(MINUTE_MS);
    expect([textAt(away, 'deleted long ago'), textAt(here, 'deleted long ago')]).toEqual(['"old"', null]);
    expect(noticesOf(away).some((text) => text.includes('The disk is full.'))).toBe(true);
    away.disk.fail(null);
    await office.time.pass(MINUTE_MS);
    expect([textAt(away, 'deleted long ago'), office.agree()]).toEqual([null, true]);
  });

  it('[ST10] islands apart for 80 days simply merge: neither was alone, and graves keep what was deleted away', async () => {
    const office = newOffice();
    const machines = (await start(office, 4)) as [Machine, Machine, Machine, Machine];
    const [a, b, c, d] = machines;
    await write(office, a, 'deleted', 1);
    await write(office, a, 'shared', 1);
    separate(office, [
      [a, b],
      [c, d],
    ]);
    await write(office, a, 'deleted', null);
    await write(office, c, 'east', 1);
    await write(office, a, 'west', 1);
    await daysPass(office, 80);
    separate(office, null);
    for (const { node } of machines) node.syncNow();
    await office.time.pass(3 * MINUTE_MS);
    for (const machine of machines) expect([...valuesOf(machine).keys()].sort()).toEqual(['east', 'shared', 'west']);
    expect(machines.flatMap(asideAt)).toEqual([]);
    expect(office.agree()).toBe(true);
  });

  it('[ST10] two machines that were both away simply merge', async () => {
    const { office, here, away } = await withOneAway('cat');
    await turnOff(office, here);
    await daysPass(office, 85);
    separate(office, [[here], [away]]);
    await office.restart(here);
    await office.restart(away);
    await write(office, here, 'here', 1);
    await write(office, away, 'away', 1);
    separate(office, null);
    await office.time.pass(2 * MINUTE_MS);
    for (const machine of [here, away])
      expect([...valuesOf(machine).keys()].sort()).toEqual(['away', 'cat', 'here', 'other']);
    expect([...asideAt(here), ...asideAt(away)]).toEqual([]);
  });

  it.each([
    ['empty', null],
    ['with an entry of its own', 'mine'],
  ])(
    '[ST10] a newcomer, %s, that meets a machine that was alone for 80 days gets everything, and nothing is set aside',
    async (_what, own) => {
      const { office, here, away } = await withOneAway('cat');
      await turnOff(office, here);
      await daysPass(office, 85);
      await office.restart(away);
      const newcomer = office.add();
      separate(office, [[newcomer], [away]]);
      await newcomer.node.start();
      if (own !== null) await write(office, newcomer, own, 1);
      separate(office, null);
      away.node.syncNow();
      newcomer.node.syncNow();
      await office.time.pass(2 * MINUTE_MS);
      const expected = ['cat', 'other', ...(own === null ? [] : [own])].sort();
      for (const machine of [newcomer, away]) expect([...valuesOf(machine).keys()].sort()).toEqual(expected);
      expect(asideAt(away)).toEqual([]);
    },
  );

  it('[ST10] a clock that is wrong by months makes no absence', async () => {
    const { office, here, away } = await withOneAway('cat');
    await office.restart(away);
    await office.time.pass(MINUTE_MS);
    await turnOff(office, away);
    await write(office, here, 'cat', null);
    await daysPass(office, 15);
    away.clock.jump(200 * DAY_MS);
    await office.restart(away);
    await office.time.pass(MINUTE_MS);
    expect([asideAt(away), textAt(away, 'cat'), office.agree()]).toEqual([[], null, true]);
  });
});
