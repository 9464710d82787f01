import type { Scheduler, Storage } from '../ports.ts';

/**
 * A storage whose machine can lose its power: from then on nothing reaches the disk, and nothing is answered. Intents are on the disk when
 * they are answered, steps and deliveries only `lagMs` later: what a crash in between loses of them has to come back from the intents (CH5).
 */
export class PulledPlug implements Storage {
  readonly #disk: Storage;
  readonly #scheduler: Scheduler;
  readonly #lagMs: number;
  #behind: (() => void)[] = [];
  #isPulled = false;

  constructor(components: { disk: Storage; scheduler: Scheduler }, settings: { lagMs: number }) {
    this.#disk = components.disk;
    this.#scheduler = components.scheduler;
    this.#lagMs = settings.lagMs;
  }

  get isBehind(): boolean {
    return this.#disk.isBehind;
  }

  pull(): void {
    this.#isPulled = true;
    this.#behind = [];
  }

  readonly open: Storage['open'] = (state) => this.#ask(() => this.#disk.open(state));
  readonly intend: Storage['intend'] = (intent) => this.#ask(() => this.#disk.intend(intent));
  readonly commit: Storage['commit'] = (commit) => this.#later(() => this.#disk.commit(commit));
  readonly delivered: Storage['delivered'] = (...news) => this.#later(() => this.#disk.delivered(...news));
  readonly room: Storage['room'] = () => this.#ask(() => this.#disk.room());
  readonly remember: Storage['remember'] = (facts) => this.#tell(() => this.#disk.remember(facts));
  readonly flush: Storage['flush'] = () => this.#ask(() => this.#settled().flush());
  readonly onHealth: Storage['onHealth'] = (listener) => this.#disk.onHealth(listener);
  readonly history: Storage['history'] = (query) => this.#ask(() => this.#settled().history(query));
  readonly changes: Storage['changes'] = (...page) => this.#ask(() => this.#settled().changes(...page));
  readonly seqAt: Storage['seqAt'] = (time) => this.#ask(() => this.#settled().seqAt(time));
  readonly since: Storage['since'] = (...page) => this.#ask(() => this.#settled().since(...page));
  readonly setAside: Storage['setAside'] = (entries) => this.#ask(() => this.#disk.setAside(entries));
  readonly erase: Storage['erase'] = (key) => this.#ask(() => this.#settled().erase(key));
  readonly trim: Storage['trim'] = (now) => this.#ask(() => this.#settled().trim(now));

  /** The node that ends with its power does not close what the next one has opened. */
  close(): Promise<void> {
    return this.#isPulled ? Promise.resolve() : this.#settled().close();
  }

  /** The disk with everything on it that was given so far. */
  #settled(): Storage {
    for (const store of this.#behind.splice(0)) store();
    return this.#disk;
  }

  #later(store: () => void): void {
    if (this.#isPulled) return;
    this.#behind.push(store);
    if (this.#behind.length === 1) this.#scheduler.after(this.#lagMs, () => void this.#settled());
  }

  #tell(work: () => void): void {
    if (!this.#isPulled) work();
  }

  #ask<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isPulled) return;
      work().then((answer) => {
        if (!this.#isPulled) resolve(answer);
      }, reject);
    });
  }
}
