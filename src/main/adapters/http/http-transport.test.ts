import { afterEach, describe, it } from 'vitest';
import type { Transport } from '../../../core/ports.ts';
import { transportContract, type TransportHarness } from '../../../core/testing/transport-contract.ts';
import { createHttpTransport } from './http-transport.ts';
import { silentLogger } from './testing/loggers.ts';
import { DEFAULT_HTTP_LIMITS } from './limits.ts';

const created: Transport[] = [];

function harnessAt(host: string): TransportHarness {
  return {
    create: () => {
      const settings = { port: 0, hosts: [host], allowedHostNames: [], limits: DEFAULT_HTTP_LIMITS };
      const transport = createHttpTransport({ logger: silentLogger }, settings);
      created.push(transport);
      return { transport, host };
    },
    settle: (promise) => promise,
  };
}

afterEach(async () => {
  await Promise.all(created.splice(0).map((transport) => transport.stop()));
});

describe.each(['127.0.0.1', '::1'])('[PS1] the HTTP transport at %s', (host) => {
  it.each(transportContract)('[PS1] $title', (each) => each.run(harnessAt(host)));
});
