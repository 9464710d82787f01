/** Bodies that are small until they are decompressed, sent to the real server, in the open and sealed. */
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, expect, it, vi } from 'vitest';
import { SECRET_BYTES, type GroupSecret } from '../../../core/group/invite-code.ts';
import { firstKeys } from '../../../core/group/group-keys.ts';
import { KeyHolders } from '../../../core/group/key-holders.ts';
import { Keyring } from '../../../core/group/keyring.ts';
import { NO_PACKING, type Packing } from '../../../core/group/packing.ts';
import { SealedTransport } from '../../../core/group/sealed-transport.ts';
import type { Transport } from '../../../core/ports.ts';
import type { NodeId, StartId } from '../../../shared/model.ts';
import { createClock } from '../clock.ts';
import { createRandom } from '../random.ts';
import { createScheduler } from '../scheduler.ts';
import { createBodyPacking } from './body-packing.ts';
import { ByteBudget } from './byte-budget.ts';
import { Inflater } from './compression.ts';
import { createHttpTransport } from './http-transport.ts';
import { DEFAULT_HTTP_LIMITS, SEALED_HTTP_LIMITS } from './limits.ts';
import { LIMITS, localhost, request } from './testing/client-rig.ts';
import { silentLogger } from './testing/loggers.ts';
import { RawClient, requestText, statusOf } from './testing/raw-client.ts';
import { recorder } from './testing/started-transports.ts';

const MIB = 1024 * 1024;
/** What a native body may decompress to. */
const LIMIT = DEFAULT_HTTP_LIMITS.maxBodyBytes;
const started: Transport[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((transport) => transport.stop()));
});

/** Knows the most that was ever held at once. */
class WatchedBudget extends ByteBudget {
  most = 0;

  override take(bytes: number): boolean {
    const taken = super.take(bytes);
    this.most = Math.max(this.most, this.used);
    return taken;
  }
}

const watched = (): WatchedBudget => new WatchedBudget(DEFAULT_HTTP_LIMITS.maxBufferedBytes);

function httpOn(budget: ByteBudget, limits = DEFAULT_HTTP_LIMITS): Transport {
  const settings = { port: 0, hosts: ['127.0.0.1'], allowedHostNames: [], limits };
  const transport = createHttpTransport({ logger: silentLogger, budget }, settings);
  started.push(transport);
  return transport;
}

const zeros = Buffer.alloc(100 * MIB);
const small = Buffer.alloc(3 * MIB);
const gzipped = gzipSync(zeros);

it.each([
  ['gzip of 100 MiB', 'gzip', gzipped, 413],
  ['zstd of 100 MiB', 'zstd', zstdCompressSync(zeros), 413],
  ['gzip in 40 members of 3 MiB', 'gzip', Buffer.concat(Array.from({ length: 40 }, () => gzipSync(small))), 413],
  ['gzip of a gzip of 100 MiB: only the outer one is taken off', 'gzip', gzipSync(gzipped), 204],
  ['zstd in 40 frames of 3 MiB', 'zstd', Buffer.concat(Array.from({ length: 40 }, () => zstdCompressSync(small))), 400],
  ['gzip in gzip, as two encodings', 'gzip, gzip', gzipSync(gzipped), 415],
  ['brotli of 100 MiB', 'br', brotliCompressSync(zeros), 415],
  ['deflate of 100 MiB', 'deflate', gzipped, 415],
])('[PS5] holds no more than the limit of %s', async (_what, encoding, bomb, status) => {
  const { handler, requests } = recorder();
  const budget = watched();
  const transport = httpOn(budget);
  const begun = await transport.start(handler);
  if (!begun.ok) throw new Error(begun.error.detail);
  const headers = ['Host: 127.0.0.1', 'Connection: close', 'Grapevine: native', `Content-Encoding: ${encoding}`];
  const head = Buffer.from(requestText('PUT /', [...headers, `Content-Length: ${bomb.length}`]));
  const answer = await RawClient.exchange(begun.value.port, Buffer.concat([head, bomb]));
  expect(statusOf(answer)).toBe(status);
  expect(requests).toHaveLength(status === 204 ? 1 : 0);
  expect(budget.most).toBeLessThanOrEqual(bomb.length + LIMIT);
  await vi.waitFor(() => expect(budget.used).toBe(0));
});

const secret = Uint8Array.from({ length: SECRET_BYTES }, (_, i) => i) as Uint8Array as GroupSecret;
const keyring = new Keyring(firstKeys(secret));

/** One side of a private group. */
function sealed(transport: Transport, packing: Packing, digit: string) {
  const self = { id: digit.repeat(32) as NodeId, startId: digit.repeat(16) as StartId };
  const ports = { clock: createClock(), scheduler: createScheduler(), random: createRandom() };
  const nothing = (): void => undefined;
  const holders = new KeyHolders(nothing);
  const parts = { ...ports, self, keyring, holders, packing, transport, renew: nothing, onStranger: nothing };
  return { self, transport: new SealedTransport(parts) };
}

it.each([
  ['zstd of 100 MiB', zstdCompressSync(zeros), 413],
  ['zstd in 40 frames of 3 MiB', Buffer.concat(Array.from({ length: 40 }, () => zstdCompressSync(small))), 413],
  ['zstd of a zstd of 100 MiB: only the outer one is taken off', zstdCompressSync(zstdCompressSync(zeros)), 204],
])('[PS5] holds no more than the limit of a sealed body that is %s', async (_what, bomb, status) => {
  const { handler, requests } = recorder();
  const budget = watched();
  const packing = createBodyPacking({ inflater: new Inflater(), budget }, SEALED_HTTP_LIMITS);
  const server = sealed(httpOn(budget, SEALED_HTTP_LIMITS), packing, 'a');
  const begun = await server.transport.start(handler);
  if (!begun.ok) throw new Error(begun.error.detail);
  const bombing = { ...NO_PACKING, pack: () => Promise.resolve(bomb) };
  const client = sealed(httpOn(watched()), bombing, 'b');
  await client.transport.start(handler);
  const answer = await client.transport.request(
    localhost(begun.value.port),
    request('PUT', { grapevine: 'native' }),
    LIMITS,
    server.self,
  );
  expect(answer.ok && answer.value.status).toBe(status);
  expect(requests).toHaveLength(status === 204 ? 1 : 0);
  // The frame is held until it is answered.
  expect(budget.most).toBeLessThanOrEqual(2 * bomb.length + LIMIT);
  await vi.waitFor(() => expect(budget.used).toBe(0));
});
