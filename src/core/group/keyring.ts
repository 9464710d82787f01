import type { KeyObject } from 'node:crypto';
import { mayHand, type GroupKeys } from './group-keys.ts';
import type { GroupSecret } from './invite-code.ts';
import { groupIdOf, sealingKey, type Direction, type GroupId } from './keys.ts';

/** Keys that are kept. Past it they are derived anew, which takes some microseconds (LM1). */
const MAX_KEYS = 4_096;

/** The keys of the group that this machine holds (GR5), with those that were derived from them (GR2). */
export class Keyring {
  #keys: GroupKeys;
  /** By public id, the newest first. */
  #secrets: ReadonlyMap<GroupId, GroupSecret>;
  #ids: readonly [GroupId, ...GroupId[]];
  readonly #derived = new Map<string, KeyObject>();

  constructor(keys: GroupKeys) {
    this.#keys = keys;
    this.#ids = idsOf(keys);
    this.#secrets = secretsOf(keys);
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
    return this.#ids[0];
  }

  /** Of the earlier keys under which the newest may be handed over: whoever has such a one may have it (GR5). */
  get handing(): readonly GroupId[] {
    return this.#ids.filter((_, at) => mayHand(this.#keys, at));
  }

  /**
   * Whether a key that comes under this one is taken: it is the newest here, or one that is good enough to be given the newest. Whoever was
   * shut out by a change by hand cannot make a key that is newer still.
   */
  mayBringKey(group: GroupId): boolean {
    return group === this.groupId || this.handing.includes(group);
  }

  /** What is told beside what was sealed with this key: the newest that is held, if it is another. */
  newerThan(group: GroupId): GroupId | null {
    return group === this.groupId ? null : this.groupId;
  }

  holds(id: string | null): id is GroupId {
    return id !== null && this.#secrets.has(id as GroupId);
  }

  replace(keys: GroupKeys): void {
    this.#keys = keys;
    this.#ids = idsOf(keys);
    this.#secrets = secretsOf(keys);
    this.#derived.clear();
  }

  /** Null when that key of the group is not held. */
  key(group: GroupId, direction: Direction): KeyObject | null {
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

function idsOf({ held: [newest, ...old] }: GroupKeys): [GroupId, ...GroupId[]] {
  return [groupIdOf(newest.secret), ...old.map(({ secret }) => groupIdOf(secret))];
}

const secretsOf = ({ held }: GroupKeys): Map<GroupId, GroupSecret> =>
  new Map(held.map(({ secret }) => [groupIdOf(secret), secret]));
