import type { GroupKeys } from '../core/group/group-keys.ts';
import { Keyring } from '../core/group/keyring.ts';
import { createNode } from '../core/node.ts';
import type { GrapevineNode } from '../core/node-api.ts';
import type { Logger, PeerProvider, Random, Scheduler } from '../core/ports.ts';
import { loadXxh64 } from '../core/state/xxh64.ts';
import { createClock } from './adapters/clock.ts';
import { parseDnsName } from './adapters/dns/dns-name.ts';
import { createDnsProvider } from './adapters/dns/provider.ts';
import { createBodyPacking } from './adapters/http/body-packing.ts';
import { ByteBudget } from './adapters/http/byte-budget.ts';
import { Inflater } from './adapters/http/compression.ts';
import { createHttpTransport } from './adapters/http/http-transport.ts';
import { DEFAULT_HTTP_LIMITS, SEALED_HTTP_LIMITS } from './adapters/http/limits.ts';
import { createMdnsProvider } from './adapters/mdns/provider.ts';
import { DEFAULT_STORAGE_SETTINGS, SqliteStorage } from './adapters/sqlite/sqlite-storage.ts';
import { startStorageWorker } from './adapters/sqlite/start-worker.ts';
import { createStaticProvider } from './adapters/static-provider.ts';
import { hostNames } from './host-names.ts';
import type { GroupStore } from './group-store.ts';
import type { ProfileGroup } from './profile/group-file.ts';
import { profileFiles } from './profile/paths.ts';
import type { Profile } from './profile/profile.ts';
import { PROGRAM } from './program.ts';
import type { RunSettings } from './run-settings.ts';
import { historyLimits, nodeSettings } from './settings.ts';
import type { AddressBook } from './static-peers.ts';

export interface NodePorts {
  logger: Logger;
  scheduler: Scheduler;
  random: Random;
}

/** Joins the engine to this machine's adapters. Peers are answered on `hosts` and asked at `addresses`. Nothing is started. */
export async function buildNode(
  profile: Pick<Profile, 'id' | 'dir'> & { group: ProfileGroup; store: Pick<GroupStore, 'save'> },
  settings: RunSettings,
  hosts: string[],
  addresses: AddressBook,
  ports: NodePorts,
): Promise<GrapevineNode> {
  const keyring = profile.group.kind === 'open' ? null : new Keyring(profile.group.keys);
  const limits = keyring === null ? DEFAULT_HTTP_LIMITS : SEALED_HTTP_LIMITS;
  const bodies = { budget: new ByteBudget(limits.maxBufferedBytes), inflater: new Inflater() };
  const transport = createHttpTransport(
    { ...ports, ...bodies },
    { port: settings.peerPort, hosts, allowedHostNames: hostNames(settings.name), limits },
  );
  const components = {
    ...ports,
    clock: createClock(),
    transport,
    group:
      keyring === null
        ? null
        : {
            keyring,
            packing: createBodyPacking(bodies, limits),
            channels: transport.channels,
            save: (keys: GroupKeys) => profile.store.save({ kind: 'private', keys }),
          },
    providers: createProviders(settings, addresses, ports),
    storage: new SqliteStorage(
      { startWorker: startStorageWorker, logger: ports.logger },
      { ...DEFAULT_STORAGE_SETTINGS, file: profileFiles(profile.dir).state, limits: historyLimits(settings) },
    ),
    xxh64: await loadXxh64(),
  };
  return createNode(components, { id: profile.id, program: PROGRAM }, nodeSettings(settings, settings.name));
}

function createProviders(
  { mdns, interfaces, dnsPeers }: RunSettings,
  addresses: AddressBook,
  ports: NodePorts,
): PeerProvider[] {
  const providers = [createStaticProvider(() => addresses.all())];
  const names = dnsPeers.map((text) => parseDnsName(text)).flatMap((name) => (name.ok ? [name.value] : []));
  if (names.length > 0) providers.push(createDnsProvider(ports, {}, () => names));
  if (mdns.enabled) providers.push(createMdnsProvider(ports, { interfaces, announce: mdns.announce }));
  return providers;
}
