import { join } from 'node:path';
import { afterEach, describe, expect, it, type TestContext } from 'vitest';
import type { PeerView } from '../../src/shared/model.ts';
import { missingAvahiProgram, startAvahi } from './avahi.ts';
import type { Host } from './host.ts';
import { expectAcquainted, expectAlike } from './expect-office.ts';
import { openOffice, writeInTurn, type Office } from './office.ts';

/** Far more than any of this takes on an idle machine. */
const SOON_MS = 20_000;
/** A peer that is silent is unreachable after 20 s (PD4), and the next try finds that out. */
const UNREACHABLE_MS = 40_000;
const SOON = { timeout: SOON_MS, interval: 100 };

describe('several hosts', { timeout: 120_000 }, () => {
  let office: Office | null = null;
  afterEach(async () => {
    await office?.remove();
    office = null;
  });

  const open = async (ctx: TestContext, count: number): Promise<Office> => {
    office = await openOffice(count);
    return office ?? ctx.skip('network namespaces need root and the ip command');
  };

  it('[PD2] five nodes find each other by mDNS alone, and a write is everywhere', async (ctx) => {
    const { hosts } = await open(ctx, 5);
    await expectAcquainted(hosts, SOON_MS);
    await hosts[0]?.api.put('lamp', 'on');
    await expectAlike(hosts, 1, SOON_MS);
    const held = await Promise.all(hosts.map(({ api }) => api.entry('lamp')));
    expect(held.map((entry) => entry?.value)).toEqual(hosts.map(() => 'on'));
  });

  it('[RC2] 50 writes are everywhere in spite of 20 % loss and 20 ms delay each way', async (ctx) => {
    const { hosts, lab } = await open(ctx, 5);
    const isRough = lab.roughen({ lossPercent: 20, delayMs: 20 });
    if (!isRough) ctx.skip('this kernel has no netem');
    // A lost announcement is made up for by the next question, 10 s later.
    await expectAcquainted(hosts, 2 * SOON_MS);
    await writeInTurn(hosts, 'rough', 50);
    await expectAlike(hosts, 50, SOON_MS);
  });

  it('[PD6] a node whose interface goes down and comes back with another address is found there', async (ctx) => {
    const { hosts, lab } = await open(ctx, 3);
    const [anna, bert] = hosts as [Host, Host];
    await expectAcquainted(hosts, SOON_MS);
    lab.ip(bert.machine, 'link', 'set', 'eth0', 'down');
    lab.ip(bert.machine, 'address', 'flush', 'dev', 'eth0');
    await anna.api.put('while/away', 1);
    lab.ip(bert.machine, 'address', 'add', '10.78.0.99/24', 'dev', 'eth0');
    lab.ip(bert.machine, 'link', 'set', 'eth0', 'up');
    await expect.poll(() => peerAt(anna, bert).then((peer) => peer?.host), SOON).toBe('10.78.0.99');
    await bert.api.put('while/back', 2);
    await expectAlike(hosts, 2, SOON_MS);
  });

  it('[CH5] a node killed with kill -9 is seen to be gone, and comes back with everything', async (ctx) => {
    const { hosts, lab } = await open(ctx, 3);
    const [anna, bert, carl] = hosts as [Host, Host, Host];
    await expectAcquainted(hosts, SOON_MS);
    await writeInTurn([bert], 'kept', 20);
    const before = await bert.api.status();
    await bert.kill();
    const states = (): Promise<unknown[]> =>
      Promise.all([anna, carl].map(async (other) => (await peerAt(other, bert))?.state.kind));
    await expect.poll(states, { timeout: UNREACHABLE_MS, interval: 100 }).toEqual(['unreachable', 'unreachable']);
    // Without a network, what it holds can only be from its own profile.
    lab.ip(bert.machine, 'link', 'set', 'eth0', 'down');
    await bert.start();
    const after = await bert.api.status();
    expect([after.id, after.digest, after.entries]).toEqual([before.id, before.digest, 20]);
    lab.ip(bert.machine, 'link', 'set', 'eth0', 'up');
    await expect.poll(states, SOON).toEqual(['alive', 'alive']);
    await expectAlike(hosts, 20, SOON_MS);
  });

  it('[PD2] Avahi sees the service and resolves it', async (ctx) => {
    const missing = missingAvahiProgram();
    if (missing !== null) ctx.skip(`${missing} is not installed`);
    const { hosts, lab } = await open(ctx, 2);
    const [anna, bert] = hosts as [Host, Host];
    const avahi = await startAvahi(anna.machine, join(lab.folder, 'avahi'));
    const { id } = await bert.api.status();
    const seen = (): unknown => avahi.browse('_grapevine._tcp').find(({ txt }) => txt.includes(`"id=${id}"`));
    await expect.poll(seen, SOON).toMatchObject({ address: '10.78.0.2', port: 4097 });
  });
});

async function peerAt(host: Host, { name }: Host): Promise<PeerView | undefined> {
  return (await host.api.peers()).find((peer) => peer.name === name);
}
