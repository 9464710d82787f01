import { firstKeys } from '../../src/core/group/group-keys.ts';
import type { GroupComponents } from '../../src/core/group/group-parts.ts';
import type { GroupSecret } from '../../src/core/group/invite-code.ts';
import { Keyring } from '../../src/core/group/keyring.ts';
import type { Transport } from '../../src/core/ports.ts';
import { createClock } from '../../src/main/adapters/clock.ts';
import { createBodyPacking } from '../../src/main/adapters/http/body-packing.ts';
import { ByteBudget } from '../../src/main/adapters/http/byte-budget.ts';
import { Inflater } from '../../src/main/adapters/http/compression.ts';
import { createHttpTransport } from '../../src/main/adapters/http/http-transport.ts';
import { DEFAULT_HTTP_LIMITS, SEALED_HTTP_LIMITS } from '../../src/main/adapters/http/limits.ts';
import { createRandom } from '../../src/main/adapters/random.ts';
import { createScheduler } from '../../src/main/adapters/scheduler.ts';
import { ok, type Result } from '../../src/shared/result.ts';
import { silentLogger } from './stored.ts';

export const ports = {
  logger: silentLogger,
  clock: createClock(),
  scheduler: createScheduler(),
  random: createRandom(),
};

/** The secret is in hex. */
export const keyringOf = (secret: string): Keyring =>
  new Keyring(firstKeys(Uint8Array.from(Buffer.from(secret, 'hex')) as Uint8Array as GroupSecret));

const save = (): Promise<Result<void, string>> => Promise.resolve(ok(undefined));

/** HTTP on loopback as the program makes it: of a private group with these keys, or of an open one. */
export function wireOf(keyring: Keyring | null): { transport: Transport; group: GroupComponents | null } {
  const limits = {
    ...(keyring === null ? DEFAULT_HTTP_LIMITS : SEALED_HTTP_LIMITS),
    // All are at one address here: the limit for one would be for a flood.
    maxConnectionsPerAddress: DEFAULT_HTTP_LIMITS.maxConnections,
  };
  const bodies = { budget: new ByteBudget(limits.maxBufferedBytes), inflater: new Inflater() };
  const settings = { port: 0, hosts: ['127.0.0.1'], allowedHostNames: [], limits };
  const transport = createHttpTransport({ ...ports, ...bodies }, settings);
  return { transport, group: keyring === null ? null : { keyring, packing: createBodyPacking(bodies, limits), save } };
}
