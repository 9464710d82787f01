/** The provider asks a real DNS server through Node's own resolver. */
import { Resolver } from 'node:dns/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Candidate, PeerProvider } from '../../../core/ports.ts';
import type { NodeId } from '../../../shared/model.ts';
import { ok } from '../../../shared/result.ts';
import { createScheduler } from '../scheduler.ts';
import { recordingLogger } from '../http/testing/loggers.ts';
import { parseDnsName } from './dns-name.ts';
import { lookUp, type LookTools } from './look-up.ts';
import { createDnsProvider } from './provider.ts';
import { QuerySlots } from './query-slots.ts';
import { startDnsServer, type DnsRecord, type DnsServer, type ServerZone } from './testing/dns-server.ts';

const self = { id: '00'.repeat(16) as NodeId, name: 'desk', port: 4097, groupId: null };
const zone: ServerZone = new Map<string, DnsRecord[] | 'silent'>([
  [
    'pcs.example',
    [
      { type: 'A', ttl: 70, address: '10.0.0.1' },
      { type: 'A', ttl: 60, address: '10.0.0.2' },
      { type: 'AAAA', ttl: 90, groups: [0xfd00, 0, 0, 0, 0, 0, 0, 7] },
    ],
  ],
  [
    '_grapevine._tcp.example',
    [
      { type: 'SRV', ttl: 60, port: 5001, target: 'pcs.example' },
      { type: 'SRV', ttl: 60, port: 5002, target: 'xn--bro-hoa.example' },
    ],
  ],
  ['xn--bro-hoa.example', [{ type: 'A', ttl: 60, address: '10.0.1.1' }]],
  ['silent.example', 'silent'],
]);

let server: DnsServer | null = null;
let provider: PeerProvider | null = null;
afterEach(async () => {
  await provider?.stop();
  await server?.close();
  provider = server = null;
});

function resolverAt({ port }: DnsServer): Resolver {
  const resolver = new Resolver({ timeout: 60_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  return resolver;
}

function toolsFor(at: DnsServer): LookTools {
  return { resolver: resolverAt(at), slots: new QuerySlots(4), signal: new AbortController().signal };
}

describe('DNS provider and a real server', () => {
  it('[PD1] finds A, AAAA and SRV, and names outside ASCII', async () => {
    server = await startDnsServer(zone);
    const tools = toolsFor(server);
    const addresses = ['10.0.0.1', '10.0.0.2', 'fd00::7'].map((host) => ({ host, port: null }));
    const plain = await lookUp(tools, { kind: 'host', host: 'pcs.example', port: null });
    expect(plain).toEqual(ok({ addresses, isCut: false, ttlMs: 60_000 }));
    const office = await lookUp(tools, { kind: 'host', host: 'büro.example', port: 4100 });
    expect(office).toEqual(ok({ addresses: [{ host: '10.0.1.1', port: 4100 }], isCut: false, ttlMs: 60_000 }));
    const service = await lookUp(tools, { kind: 'srv', host: '_grapevine._tcp.example' });
    const found = service.ok ? service.value.addresses.map(({ host, port }) => `${host} ${port}`) : [];
    expect(found.sort()).toEqual(['10.0.0.1 5001', '10.0.0.2 5001', '10.0.1.1 5002', 'fd00::7 5001']);
  });

  it('[PD1] a name that does not exist, or has no addresses, has none', async () => {
    server = await startDnsServer(zone);
    const none = ok({ addresses: [], isCut: false, ttlMs: null });
    const tools = toolsFor(server);
    expect(await lookUp(tools, { kind: 'host', host: 'nobody.example', port: null })).toEqual(none);
    expect(await lookUp(tools, { kind: 'host', host: '_grapevine._tcp.example', port: null })).toEqual(none);
    expect(await lookUp(tools, { kind: 'srv', host: '_nothing._tcp.example' })).toEqual(none);
  });

  it('[PD2] stop cancels a question that is never answered', async () => {
    const at = (server = await startDnsServer(zone));
    const components = {
      logger: recordingLogger().logger,
      scheduler: createScheduler(),
      createResolver: () => resolverAt(at),
    };
    const silent = parseDnsName('silent.example');
    if (!silent.ok) throw new Error(silent.error);
    const hints: Candidate[] = [];
    provider = createDnsProvider(components, {}, () => [silent.value]);
    await provider.start(self, (candidate) => hints.push(candidate));
    await expect.poll(at.unanswered, { timeout: 10_000 }).toBe(2);
    await provider.stop();
    expect(hints).toEqual([]);
  });
});
