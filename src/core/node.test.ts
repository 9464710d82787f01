import { describe, expect, it } from 'vitest';
import { openOffice } from '../../test/support/office.ts';
import type { Key } from '../shared/model.ts';
import type { PastQuery } from './node-api.ts';
import { textAt, type Machine } from './testing/simulated-office.ts';

const ALL: PastQuery = { seq: 2, filter: '', only: 'all', offset: 0, limit: 10 };

describe('two nodes', () => {
  it('[PB2] sends a change to the other within a few milliseconds', async () => {
    const two = await openOffice(2);
    const [a, b] = two.machines as [Machine, Machine];
    expect(a.node.peers().map((peer) => peer.state.kind)).toEqual(['alive']);
    await two.write(a, 'cat', 'garfield');
    expect(await two.time.passUntil(() => textAt(b, 'cat') === '"garfield"', 10)).toBe(true);
    await two.time.pass(2_000);
    expect(a.node.status().sync).toEqual({ kind: 'in-sync', peers: 1, unreachable: 0 });
    expect(b.node.status().sync).toEqual({ kind: 'in-sync', peers: 1, unreachable: 0 });
    await two.close();
  });
});

describe('the past of a running node', () => {
  async function withHistory() {
    const office = await openOffice(2);
    const [machine, other] = office.machines as [Machine, Machine];
    await office.write(machine, 'a', 'first');
    await office.write(machine, 'b', 'first');
    await office.write(machine, 'a', 'second');
    await office.write(machine, 'b', null);
    await office.time.pass(1_000);
    return { office, machine, other };
  }

  it('[CH4] is restored in one change of its own origin, which the others get', async () => {
    const { office, machine, other } = await withHistory();
    const opened = await machine.node.openPast({ seq: 2 });
    expect(opened).toMatchObject({ ok: true, value: { seq: 2, total: 2, differing: 2 } });
    const restored = await machine.node.restore(2, null);
    expect(restored).toMatchObject({
      ok: true,
      value: { changeset: { seq: 5, origin: { kind: 'restore' }, changed: 1, added: 1 } },
    });
    await office.time.pass(1_000);
    expect([textAt(other, 'a'), textAt(other, 'b'), office.agree()]).toEqual(['"first"', '"first"', true]);
    expect((await machine.node.restore(2, null)).ok && machine.node.listPast(ALL)?.summary.differing).toBe(0);
  });

  it('[CH4] that is not open cannot be restored', async () => {
    const { machine } = await withHistory();
    expect(await machine.node.restore(2, null)).toMatchObject({ ok: false, error: { kind: 'storage' } });
    await machine.node.openPast({ seq: 2 });
    machine.node.closePast();
    expect(machine.node.listPast(ALL)).toBeNull();
  });

  it('[CH5] loses the values that are erased, and the present keeps them', async () => {
    const { machine } = await withHistory();
    await machine.node.openPast({ seq: 2 });
    expect(await machine.node.erase('a' as Key)).toEqual({ ok: true, value: 2 });
    expect(machine.node.listPast(ALL)?.rows[0]).toMatchObject({ key: 'a', erased: true, then: null });
    expect(textAt(machine, 'a')).toBe('"second"');
  });
});
