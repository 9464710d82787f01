import { expect } from 'vitest';
import { ask } from './office.ts';
import type { MixedOffice } from './mixed-office.ts';

/** Nodes and agents come to agree on these keys and stay so, the nodes say that they are in sync, and agents' pulls get 204. `replay` says how to see it again. */
export async function expectRest(mixed: MixedOffice, keys: readonly string[], replay = ''): Promise<void> {
  const { office, agents } = mixed;
  const isAtRest = (): boolean => office.agree() && mixed.agree();
  expect(await office.time.passUntil(isAtRest, 300_000), replay).toBe(true);
  await office.time.pass(70_000);
  expect(isAtRest(), replay).toBe(true);
  for (const key of keys) {
    const text = office.machines[0]!.node.entry(key as never)?.text;
    expect(mixed.agreeOn(key, text === undefined || text === 'null' ? undefined : JSON.parse(text)), replay).toBe(true);
  }
  // What is asked below waits 10 ms for its answer.
  office.network.conditions = { ...office.network.conditions, delayMs: () => 1 };
  for (const machine of office.machines) {
    expect(machine.node.status().sync.kind, replay).toBe('in-sync');
    for (const { c19 } of agents) expect((await ask(office, machine, 'GET', `/${c19.agent.version}`)).status).toBe(204);
  }
}
