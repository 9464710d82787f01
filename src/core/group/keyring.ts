import { mayHand, type GroupKeys } from './group-keys.ts';
import type { GroupSecret } from './invite-code.ts';
import { groupIdOf, sealingKey, type Direction, type GroupId } from './keys.ts';

/** Keys that are kept. Past it they are derived anew, which takes some microseconds (LM1). */
const MAX_KEYS = 4_096;

/** The keys of the group that this machine holds (GR5), with those that were derived from them (GR2). */
export class Keyring {
  #keys: GroupKeys;
  /** The id of the newest key. */
  #newest: GroupId;
  #ids: readonly GroupId[];
  #secrets: ReadonlyMap<GroupId, GroupSecret>;
  readonly #derived = new Map<string, Uint8Array>();

  constructor(keys: GroupKeys) {
    this.#keys = keys;
    this.#newest = groupIdOf(keys.held[0].secret);
    this.#secrets = secretsOf(keys);
    this.#ids = [...this.#secrets.keys()];
  }

  get keys(): GroupKeys {
    return this.#keys;
  }

  /** Of all keys that are taken, the newest first. */
  get ids(): readonly GroupId[] {
    return this.#ids;
  }

  /** Of the newest key: the one that is announced. */
  get groupId(): GroupId {
    return this.#newest;
  }

  /** Of the earlier keys under which the newest may be handed over: whoever has such a one may have it (GR5). */
  get handing(): readonly GroupId[] {
    return this.#ids.filter((_, at) => mayHand(this.#keys, at));
  }

  holds(id: string | null): id is GroupId {
    return id !== null && this.#secrets.has(id as GroupId);
  }

  replace(keys: GroupKeys): void {
    this.#keys = keys;
    this.#newest = groupIdOf(keys.held[0].secret);
    this.#secrets = secretsOf(keys);
    this.#ids = [...this.#secrets.keys()];
    this.#derived.clear();
  }

  /** Null when that key of the group is not held. */
  key(group: GroupId, direction: Direction): Uint8Array | null {
    const secret = this.#secrets.get(group);
    if (secret === undefined) return null;
    const name = `${group} ${direction.sender} ${direction.start} ${direction.receiver ?? ''}`;
    const known = this.#derived.get(name);
    if (known !== undefined) return known;
    const key = sealingKey(secret, direction);
    if (this.#derived.size >= MAX_KEYS) this.#derived.clear();
    this.#derived.set(name, key);
    return key;
  }
}

const secretsOf = ({ held }: GroupKeys): Map<GroupId, GroupSecret> =>
  new Map(held.map(({ secret }) => [groupIdOf(secret), secret]));
