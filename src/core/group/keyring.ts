import type { GroupSecret } from './invite-code.ts';
import { groupIdOf, sealingKey, type Direction, type GroupId } from './keys.ts';

/** Keys that are kept. Past it they are derived anew, which takes some microseconds (LM1). */
const MAX_KEYS = 4_096;

/** The secret of a group, with the keys that were derived from it (GR2). */
export class Keyring {
  readonly groupId: GroupId;
  readonly #secret: GroupSecret;
  readonly #keys = new Map<string, Uint8Array>();

  constructor(secret: GroupSecret) {
    this.#secret = secret;
    this.groupId = groupIdOf(secret);
  }

  key(direction: Direction): Uint8Array {
    const name = `${direction.sender} ${direction.start} ${direction.receiver ?? ''}`;
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = sealingKey(this.#secret, direction);
    if (this.#keys.size >= MAX_KEYS) this.#keys.clear();
    this.#keys.set(name, key);
    return key;
  }
}
