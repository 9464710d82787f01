import { createNode } from '../core/node.ts';
import type { GrapevineNode } from '../core/node-api.ts';
import type { Logger, PeerProvider, Random, Scheduler } from '../core/ports.ts';
import { createMemoryStorage } from '../core/state/memory-storage.ts';
import { loadXxh64 } from '../core/state/xxh64.ts';
import { parseAddress, type Address } from '../shared/address.ts';
import type { NodeId } from '../shared/model.ts';
import { createClock } from './adapters/clock.ts';
import { createHttpTransport } from './adapters/http/http-transport.ts';
import { DEFAULT_HTTP_LIMITS } from './adapters/http/limits.ts';
import { createMdnsProvider } from './adapters/mdns/provider.ts';
import { createStaticProvider } from './adapters/static-provider.ts';
import { hostNames } from './host-names.ts';
import { PROGRAM } from './program.ts';
import type { RunSettings } from './run-settings.ts';
import { nodeSettings } from './settings.ts';

export interface NodePorts {
  logger: Logger;
  scheduler: Scheduler;
  random: Random;
}

/** Joins the engine to this machine's adapters. Peers are answered on `hosts`. Nothing is started. */
export async function buildNode(
  id: NodeId,
  settings: RunSettings,
  hosts: string[],
  ports: NodePorts,
): Promise<GrapevineNode> {
  const transport = createHttpTransport(ports, {
    port: settings.peerPort,
    hosts,
    allowedHostNames: hostNames(settings.name),
    limits: DEFAULT_HTTP_LIMITS,
  });
  const components = {
    ...ports,
    clock: createClock(),
    transport,
    providers: createProviders(settings, ports),
    storage: createMemoryStorage(),
    xxh64: await loadXxh64(),
  };
  return createNode(components, { id, program: PROGRAM }, nodeSettings(settings, settings.name));
}

function createProviders({ staticPeers, mdns, interfaces }: RunSettings, ports: NodePorts): PeerProvider[] {
  const providers = [createStaticProvider(staticPeers.map(toAddress))];
  if (mdns.enabled) providers.push(createMdnsProvider(ports, { interfaces, announce: mdns.announce }));
  return providers;
}

/** Of a text that was checked when the settings were read. */
function toAddress(text: string): Address {
  const address = parseAddress(text);
  if (!address.ok) throw new Error(`an unchecked address: ${text}`);
  return address.value;
}
