import type { GroupComponents } from '../../core/group/group-parts.ts';
import type { Keyring } from '../../core/group/keyring.ts';
import type { Logger, Transport } from '../../core/ports.ts';
import { ok } from '../../shared/result.ts';
import { createBodyPacking } from '../adapters/http/body-packing.ts';
import { ByteBudget } from '../adapters/http/byte-budget.ts';
import { Inflater } from '../adapters/http/compression.ts';
import { createHttpTransport } from '../adapters/http/http-transport.ts';
import { DEFAULT_HTTP_LIMITS, SEALED_HTTP_LIMITS } from '../adapters/http/limits.ts';

export interface Wire {
  transport: Transport;
  group: GroupComponents | null;
}

/** HTTP on loopback as the program makes it, for a node of a private group with these keys, or of an open one; new keys are kept nowhere. */
export function loopbackWire(ports: { logger: Logger }, keyring: Keyring | null): Wire {
  const limits = {
    ...(keyring === null ? DEFAULT_HTTP_LIMITS : SEALED_HTTP_LIMITS),
    // All are at one address here: the limit for one would be for a flood.
    maxConnectionsPerAddress: DEFAULT_HTTP_LIMITS.maxConnections,
  };
  const bodies = { budget: new ByteBudget(limits.maxBufferedBytes), inflater: new Inflater() };
  const settings = { port: 0, hosts: ['127.0.0.1'], allowedHostNames: [], limits };
  const transport = createHttpTransport({ ...ports, ...bodies }, settings);
  if (keyring === null) return { transport, group: null };
  const save: GroupComponents['save'] = () => Promise.resolve(ok(undefined));
  return {
    transport,
    group: { keyring, packing: createBodyPacking(bodies, limits), channels: transport.channels, save },
  };
}
