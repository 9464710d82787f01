import { firstKeys } from '../../src/core/group/group-keys.ts';
import type { GroupSecret } from '../../src/core/group/invite-code.ts';
import { Keyring } from '../../src/core/group/keyring.ts';
import { createClock } from '../../src/main/adapters/clock.ts';
import { createRandom } from '../../src/main/adapters/random.ts';
import { createScheduler } from '../../src/main/adapters/scheduler.ts';
import { loopbackWire, type Wire } from '../../src/main/testing/loopback-wire.ts';
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

/** HTTP on loopback as the program makes it: of a private group with these keys, or of an open one. */
export const wireOf = (keyring: Keyring | null): Wire => loopbackWire(ports, keyring);
