import type { Logger } from '../core/ports.ts';
import { ok, type Result } from '../shared/result.ts';
import { loadGroup, saveGroup, sealGroup, type ProfileGroup, type SecretPlace } from './profile/group-file.ts';
import type { SecretBox } from './profile/secret-box.ts';

export interface GroupStoreComponents {
  file: string;
  secrets: SecretBox;
  logger: Pick<Logger, 'info' | 'warn'>;
}

/** The group of a profile where it is kept: its keys in the system's keychain where this start has one, else in the file (GR6). */
export class GroupStore {
  readonly #parts: GroupStoreComponents;
  #keptIn: SecretPlace['kind'] = 'file';

  constructor(components: GroupStoreComponents) {
    this.#parts = components;
  }

  /** Where the keys were when they were last read or written. */
  get keptIn(): SecretPlace['kind'] {
    return this.#keptIn;
  }

  /** Null when there is none. Keys from a start without keychain move there; whatever fails, they stay where they are, and the start goes on. */
  async load(): Promise<Result<ProfileGroup | null, string>> {
    const { file, secrets } = this.#parts;
    const held = await loadGroup(file, secrets);
    if (!held.ok) return held;
    if (held.value === null) return ok(null);
    const { group, plain } = held.value;
    if (group.kind === 'private') this.#keptIn = plain ? await this.#hide(group) : 'keychain';
    return ok(group);
  }

  async save(group: ProfileGroup): Promise<Result<void, string>> {
    const { file, secrets } = this.#parts;
    const saved = await saveGroup(file, group, secrets);
    if (!saved.ok) return saved;
    this.#note(saved.value);
    return ok(undefined);
  }

  async #hide(group: ProfileGroup & { kind: 'private' }): Promise<SecretPlace['kind']> {
    const { file, secrets, logger } = this.#parts;
    const sealed = await sealGroup(file, group, secrets);
    if (sealed.ok) this.#note(sealed.value);
    else logger.warn('secret-not-moved', { reason: sealed.error });
    return sealed.ok ? sealed.value.kind : 'file';
  }

  #note(place: SecretPlace): void {
    const { logger } = this.#parts;
    this.#keptIn = place.kind;
    if (place.kind === 'keychain') logger.info('secret-sealed');
    else if (place.refusal !== null) logger.warn('keychain-refused', { reason: place.refusal });
  }
}
