import { expect, it } from 'vitest';
import type { NodeId, StartId } from '../../shared/model.ts';
import { ok } from '../../shared/result.ts';
import type { PeerRequest } from '../ports.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { decodeRequest, encodeAnswer, type SealedAnswer } from './contents.ts';
import { NONCE_BYTES, open, readFrame, seal } from './frame.ts';
import { firstKeys } from './group-keys.ts';
import { KeyHolders } from './key-holders.ts';
import { Keyring } from './keyring.ts';
import type { GroupSecret } from './invite-code.ts';
import { NO_PACKING } from './packing.ts';
import { SealedClient } from './sealed-client.ts';

const keyring = new Keyring(firstKeys(new Uint8Array(16) as Uint8Array as GroupSecret));
const random = new SeededRandom(1);
const self = { id: 'a'.repeat(32) as NodeId, startId: '1'.repeat(16) as StartId };
const recipient = { id: 'b'.repeat(32) as NodeId, startId: '2'.repeat(16) as StartId };
const LIMITS = { connectTimeoutMs: 1, timeoutMs: 1_000, maxResponseBytes: 1_000 };
const NOTHING = new Uint8Array(0);

/** Whether whoever receives the frame can read what is in it. */
function isReadable({ body }: PeerRequest): boolean {
  const frame = readFrame(body);
  const key = frame === null ? null : keyring.key(frame.head.group, frame.head);
  const plain = frame === null || key === null ? null : open(key, frame, null);
  return plain !== null && decodeRequest(plain)?.said.method === 'GET';
}

it('[GR4] a receiver that says the latest of all times is understood, and understands what comes after it', async () => {
  let now = 1_000;
  const sent: PeerRequest[] = [];
  const said: SealedAnswer = { kind: 'again', time: 2 ** 48 - 1, newer: null };
  const answer = (request: PeerRequest) => {
    sent.push(request);
    const head = { group: keyring.groupId, sender: recipient.id, start: recipient.startId, receiver: self.id };
    const key = keyring.key(head.group, head);
    if (key === null) throw new Error('the key is held');
    const body = seal(key, head, random.bytes(NONCE_BYTES), [encodeAnswer(said)], request.body);
    return Promise.resolve(ok({ status: 200, grapevine: null, body }));
  };
  const client = new SealedClient({
    ...{ clock: { now: () => now }, scheduler: { monotonicMs: () => now, after: () => () => undefined } },
    ...{ random, self, keyring, packing: NO_PACKING, renew: () => undefined, holders: new KeyHolders(() => undefined) },
    transport: { request: (_to, request) => answer(request) },
  });
  const request = { method: 'GET', path: '/', grapevine: null, body: NOTHING };
  for (let i = 0; i < 2; i += 1) {
    await client.request({ host: 'b', port: 1 }, request, LIMITS, recipient);
    now += 10;
  }
  expect(sent.map(isReadable)).toEqual([true, true, true, true]);
});
