/** Who may bring a key (GR5). */
import { expect, it } from 'vitest';
import type { KeyHanding, NodeId, StartId } from '../../shared/model.ts';
import type { PeerRequest } from '../ports.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { encodeRequest } from './contents.ts';
import { NONCE_BYTES, seal } from './frame.ts';
import { firstKeys, withKey, type GroupKeys } from './group-keys.ts';
import { SECRET_BYTES, type GroupSecret } from './invite-code.ts';
import { KeyHolders } from './key-holders.ts';
import { KEY_PATH } from './key-path.ts';
import { Keyring } from './keyring.ts';
import { groupIdOf, sealingKey } from './keys.ts';
import { NO_PACKING } from './packing.ts';
import { SEALED_PATH, SealedServer } from './sealed-server.ts';

const random = new SeededRandom(3);
const newSecret = () => random.bytes(SECRET_BYTES) as GroupSecret;
const [OLD, MIDDLE, NEW] = [newSecret(), newSecret(), newSecret()];
const NOW = 1_000;
const self = { id: 'a'.repeat(32) as NodeId, startId: '1'.repeat(16) as StartId };

/** Changed twice, the second time in-band. */
function keysAfter(first: KeyHanding): GroupKeys {
  const changed = withKey(firstKeys(OLD), { secret: MIDDLE, generation: 1, handing: first }, NOW);
  return withKey(changed, { secret: NEW, generation: 2, handing: 'in-band' }, NOW);
}

/** What reaches a machine with these keys of a request that is sealed with one of them. */
async function reaches(keys: GroupKeys, secret: GroupSecret, path: string): Promise<string[]> {
  const reached: string[] = [];
  const strangers: string[] = [];
  const server = new SealedServer({
    ...{ clock: { now: () => NOW }, scheduler: { monotonicMs: () => NOW, after: () => () => undefined }, random, self },
    ...{ keyring: new Keyring(keys), holders: new KeyHolders(() => undefined), packing: NO_PACKING },
    handler: (request) => {
      reached.push(request.path);
      return Promise.resolve({ status: 204, grapevine: null, body: new Uint8Array(0) });
    },
    onStranger: (host) => strangers.push(host),
  });
  const sender = 'b'.repeat(32) as NodeId;
  const head = { group: groupIdOf(secret), sender, start: '2'.repeat(16) as StartId, receiver: self.id };
  const said = { time: NOW, count: 0, start: self.startId, newer: null, method: 'POST', path, header: null };
  const contents = encodeRequest({ ...said, packed: false });
  const body = seal(sealingKey(secret, head), head, random.bytes(NONCE_BYTES), [contents], null);
  const request: PeerRequest = { method: 'POST', path: SEALED_PATH, grapevine: null, body };
  const { status } = await server.handle(request, '10.0.0.7');
  expect([status, strangers.length]).toEqual(reached.length === 1 ? [204, 0] : [401, 1]);
  return reached;
}

it.each([
  ['the newest key', NEW],
  ['the one that was made by hand', MIDDLE],
])('[GR5] takes a key that comes under %s', async (_which, secret) => {
  expect(await reaches(keysAfter('by-hand'), secret, KEY_PATH)).toEqual([KEY_PATH]);
});

it('[GR5] takes no key from whoever was shut out by a change by hand, and everything else until that key is ended', async () => {
  expect(await reaches(keysAfter('by-hand'), OLD, KEY_PATH)).toEqual([]);
  expect(await reaches(keysAfter('by-hand'), OLD, '/-/bye')).toEqual(['/-/bye']);
});

it('[GR5] takes a key under any that is held when all were handed from machine to machine', async () => {
  for (const secret of [OLD, MIDDLE, NEW])
    expect(await reaches(keysAfter('in-band'), secret, KEY_PATH)).toEqual([KEY_PATH]);
});
