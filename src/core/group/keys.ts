import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { NodeId, StartId } from '../../shared/model.ts';
import { hex } from '../reconcile/bytes.ts';
import { encodeUtf8 } from '../state/utf8.ts';
import { SECRET_BYTES, type GroupSecret } from './invite-code.ts';

/** What tells a group from others in public, as 16 hex digits: nothing of the secret can be found from it (GR2). */
export type GroupId = string & { readonly __brand: 'GroupId' };

export const GROUP_ID_BYTES = 8;
const KEY_BYTES = 32;
/** A stray code passes for a successor once in 16 million times; 13 bytes stay random. */
const SUCCESSOR_BYTES = 3;
const NO_SALT = new Uint8Array(0);

/** Who seals for whom: a key is used in one direction, and by one start of the sender only. */
export interface Direction {
  sender: NodeId;
  start: StartId;
  /** Null only in the first hello, when it is not known who answers at an address. */
  receiver: NodeId | null;
}

export const groupIdOf = (secret: GroupSecret): GroupId =>
  hex(derived(secret, 'grapevine/1 group id', GROUP_ID_BYTES)) as GroupId;

/** The AES-256-GCM key of a direction (GR2): HKDF-SHA256 (RFC 5869), each direction with an info string of its own. As a key of the library, which is not read anew for each message. */
export const sealingKey = (secret: GroupSecret, { sender, start, receiver }: Direction): KeyObject =>
  createSecretKey(derived(secret, `grapevine/1 seal ${sender} ${start} ${receiver ?? 'anyone'}`, KEY_BYTES));

const RANDOM_BYTES = SECRET_BYTES - SUCCESSOR_BYTES;

/** The secret of a new key: `random`, and a mark by which whoever holds the key before can tell it from that of another group (GR5). */
export function successor(before: GroupSecret, random: Uint8Array): GroupSecret {
  const start = random.subarray(0, RANDOM_BYTES);
  const secret = new Uint8Array(SECRET_BYTES);
  secret.set(start);
  secret.set(derived(before, `grapevine/1 successor ${hex(start)}`, SUCCESSOR_BYTES), RANDOM_BYTES);
  return secret as Uint8Array as GroupSecret;
}

export const isSuccessor = (before: GroupSecret, secret: GroupSecret): boolean =>
  hex(successor(before, secret)) === hex(secret);

const derived = (secret: GroupSecret, info: string, bytes: number): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, NO_SALT, encodeUtf8(info), bytes));
