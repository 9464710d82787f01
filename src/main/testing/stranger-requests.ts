import { randomBytes } from 'node:crypto';
import { encodeRequest } from '../../core/group/contents.ts';
import { NONCE_BYTES, seal } from '../../core/group/frame.ts';
import { SECRET_BYTES, type GroupSecret } from '../../core/group/invite-code.ts';
import { firstKeys } from '../../core/group/group-keys.ts';
import { Keyring } from '../../core/group/keyring.ts';
import type { GroupId } from '../../core/group/keys.ts';
import { SEALED_PATH } from '../../core/group/sealed-server.ts';
import type { NodeId, StartId } from '../../shared/model.ts';

export interface StrangerRequest {
  method: 'GET' | 'PUT' | 'POST';
  path: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** The machine that is asked, as everybody on the network sees it. */
export interface Target {
  id: NodeId;
  groupId: GroupId;
}

const NOTHING = new Uint8Array(0);
const ENTRY = Buffer.from('{"planted": {"value": 1, "ts": 1600000000000, "ttl": null}}');
const newSecret = (): GroupSecret => Uint8Array.from(randomBytes(SECRET_BYTES)) as Uint8Array as GroupSecret;
const theirs = new Keyring(firstKeys(newSecret()));

/** In turn: nodes of no group, a C19 agent, noise, and nodes of another group, also such as claim to be of the machine's. */
export function strangerRequest(number: number, { id, groupId }: Target): StrangerRequest {
  switch (number % 8) {
    case 0:
      return plain('GET', '/', NOTHING);
    case 1:
      return plain('GET', `/${number}`, NOTHING);
    case 2:
      return plain('PUT', '/', ENTRY);
    case 3:
      return native('PUT', '/', ENTRY);
    case 4:
      return native('POST', '/-/hello', Buffer.from('{"name": "stranger"}'));
    case 5:
      return sealed(randomBytes(300));
    case 6:
      return sealed(frame(theirs.groupId, id));
    default:
      return sealed(frame(groupId, number % 16 < 8 ? id : null));
  }
}

const plain = (method: StrangerRequest['method'], path: string, body: Uint8Array): StrangerRequest => ({
  method,
  path,
  headers: {},
  body,
});

const native = (method: StrangerRequest['method'], path: string, body: Uint8Array): StrangerRequest => ({
  ...plain(method, path, body),
  headers: { grapevine: `1 ${'a'.repeat(32)} ${'b'.repeat(16)} ${'0'.repeat(32)} ${Date.now()} 4097` },
});

const sealed = (body: Uint8Array): StrangerRequest => plain('POST', SEALED_PATH, body);

/** Sealed as it should be, by somebody new each time, but with the key of another secret. */
function frame(group: GroupId, receiver: NodeId | null): Uint8Array {
  const sender = randomBytes(16).toString('hex') as NodeId;
  const head = { group, sender, start: randomBytes(8).toString('hex') as StartId, receiver };
  const path = receiver === null ? '/-/hello' : '/';
  const key = theirs.key(theirs.groupId, head);
  if (key === null) throw new Error('The key is held');
  const said = { time: Date.now(), count: 0, start: null, newer: null, method: 'PUT', path, header: null };
  return seal(key, head, randomBytes(NONCE_BYTES), [encodeRequest({ ...said, packed: false }), ENTRY], null);
}
