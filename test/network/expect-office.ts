import { expect } from 'vitest';
import type { Host } from './host.ts';
import { aliveAt, standing } from './office.ts';

/** Waits until each of the hosts has all the others as alive. */
export async function expectAcquainted(hosts: readonly Host[], timeout: number): Promise<void> {
  const wanted = hosts.map(({ name }) => name).sort();
  const seen = (host: Host): Promise<string[]> => aliveAt(host).then((names) => [...names, host.name].sort());
  await expect.poll(() => Promise.all(hosts.map(seen)), { timeout, interval: 100 }).toEqual(hosts.map(() => wanted));
}

/** Waits until all the hosts hold so many entries and have one digest. */
export async function expectAlike(hosts: readonly Host[], entries: number, timeout: number): Promise<void> {
  await expect
    .poll(() => standing(hosts), { timeout, interval: 100 })
    .toEqual({ digests: 1, entries: hosts.map(() => entries) });
}
