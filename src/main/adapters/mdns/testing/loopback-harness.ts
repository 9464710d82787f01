import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Logger, PeerProvider } from '../../../../core/ports.ts';
import type { PeerProviderHarness } from '../../../../core/testing/peer-provider-contract.ts';
import { createRandom } from '../../random.ts';
import { createScheduler } from '../../scheduler.ts';
import type { MdnsComponents } from '../components.ts';
import { createMdnsProvider } from '../provider.ts';
import type { MdnsSettings } from '../settings.ts';

/** Longest wait for something that another socket on this machine brings about. */
const BOUND_MS = 15_000;
const LOOK_EVERY_MS = 5;

const nothing = (): void => undefined;
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export const realComponents = (): MdnsComponents => {
  return { logger: silentLogger, scheduler: createScheduler(), random: createRandom() };
};

export interface LoopbackHarness extends PeerProviderHarness {
  provider(settings: Partial<MdnsSettings>): PeerProvider;
  /** UDP port of its medium. */
  port: number;
  /** Stops every provider it gave out. */
  close(): Promise<void>;
}

/** Real multicast on loopback alone, on a port of its own: no other test, and no other program, is in the group. */
export async function createLoopbackHarness(): Promise<LoopbackHarness> {
  const port = await freeUdpPort();
  const given: PeerProvider[] = [];
  return {
    port,
    provider: (settings) => {
      const provider = createMdnsProvider(realComponents(), { interfaces: ['127.0.0.1'], port, ...settings });
      given.push(provider);
      return provider;
    },
    until,
    close: async () => {
      await Promise.all(given.map((provider) => provider.stop()));
    },
  };
}

/** Resolves once the condition holds; rejects after {@link BOUND_MS}. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const scheduler = createScheduler();
  const end = scheduler.monotonicMs() + BOUND_MS;
  while (!condition()) {
    if (scheduler.monotonicMs() > end) throw new Error(`In vain waited until ${what}.`);
    await new Promise<void>((resolve) => scheduler.after(LOOK_EVERY_MS, resolve));
  }
}

/** A port that nothing else on this machine uses now. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
