import type { EntryView, Key } from '../../shared/model.ts';
import type { LocalWrite } from '../node-api.ts';
import { compareRank, expiresAt } from '../state/entry.ts';
import { ranksOnDisks } from './disks.ts';
import { goodConditions, roughConditions } from './rough-network.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedOffice, type Machine, type OfficeOptions } from './simulated-office.ts';

const MACHINES = 5;
const KEYS = ['cat', 'dog', 'desks/1', 'desks/2', '__proto__', 'printer'];
const STEPS = 30;
/** Clocks are off by up to half of it either way. */
const SKEW_MS = 30_000;
/** So much later than usual a message may come. */
const LATE_MS = 5_000;
/** The disks are slow. */
const DISK_LAG_MS = 3_000;
/** As often as mDNS: a peer that was forgotten after a day without it is found again. */
const LOOK_MS = 20_000;
const DAY_MS = 24 * 3600 * 1000;
/** Fewer than make a long absence (ST10). */
const MAX_DAYS = 60;
const TTLS_MS = [null, null, 5_000, 20_000, 60_000];

/** What a test wanted to write: `acknowledged` once a node said that it was durable. */
interface Attempt {
  key: string;
  value: unknown;
  ttl: number | null;
  acknowledged: EntryView | null;
}

/**
 * Five machines with wrong clocks on a bad network: they write, delete, crash, start again, are cut apart, and let entries expire, all from one
 * seed. What must hold in the end is in {@link faults}.
 */
export class RoughLife {
  readonly office: SimulatedOffice;
  readonly #random: SeededRandom;
  readonly #attempts: Attempt[] = [];
  readonly #down = new Set<Machine>();
  /** Which side each machine is on. */
  readonly #sides = new Map<string, number>();
  /** How wrong each clock is now. */
  readonly #skews = new Map<Machine, number>();
  #days = 0;

  constructor(options: Pick<OfficeOptions, 'seed' | 'settle' | 'xxh64'>) {
    this.#random = new SeededRandom(options.seed);
    const conditions = roughConditions(this.#sides, LATE_MS);
    this.office = new SimulatedOffice({ ...options, conditions, diskLagMs: DISK_LAG_MS, looksEveryMs: LOOK_MS });
  }

  /** Everything that happens, then quiet until all that could expire has. */
  async run(): Promise<void> {
    const { office } = this;
    for (let i = 0; i < MACHINES; i += 1) {
      const clockOffsetMs = this.#skew();
      this.#skews.set(office.add({ clockOffsetMs }), clockOffsetMs);
    }
    await Promise.all(office.machines.map(({ node }) => node.start()));
    await office.time.pass(1_000);
    for (let step = 0; step < STEPS; step += 1) {
      await this.#step();
      await office.time.pass(this.#below(8_000));
    }
    await this.#recover();
  }

  /** Sentences about what should not be; none in the end of a good run. */
  async faults(): Promise<string[]> {
    const [first] = this.office.machines;
    if (first === undefined) return ['there is no machine'];
    if (!this.office.agree()) return ['the machines do not agree'];
    const faults = KEYS.flatMap((key) => this.#faultsOf(key as Key, first));
    return [...faults, ...(await this.#faultsOnDisks())];
  }

  async #step(): Promise<void> {
    const machine = this.#pick(this.office.machines.filter((one) => !this.#down.has(one)));
    const dice = this.#random.next();
    if (machine === null) await this.#startOne();
    else if (dice < 0.55) this.#write(machine, 1);
    else if (dice < 0.6) this.#write(machine, 3);
    else if (dice < 0.68) this.#crash(machine);
    else if (dice < 0.7) await this.#loseDisk(machine);
    else if (dice < 0.75) await this.#leave(machine);
    else if (dice < 0.85) await this.#startOne();
    else if (dice < 0.92) this.#cutApart();
    else if (dice < 0.96) this.#daysPass();
    else this.#setClock(machine);
  }

  #write(machine: Machine, count: number): void {
    const attempts = Array.from({ length: count }, (): Attempt => {
      const isDelete = this.#random.next() < 0.35;
      const value = isDelete ? null : `${machine.host}#${this.#attempts.length}`;
      const ttl = isDelete ? null : (this.#pick(TTLS_MS) ?? null);
      return { key: this.#pick(KEYS) ?? 'cat', value, ttl, acknowledged: null };
    });
    this.#attempts.push(...attempts);
    const writes: LocalWrite[] = attempts.map(({ key, value, ttl }) => ({ key, value, ttl }));
    void machine.node.write(writes, { kind: 'user' }).then((done) => {
      if (!done.ok) return;
      for (const attempt of attempts) {
        attempt.acknowledged = done.value.entries.find((entry) => isOf(entry, attempt)) ?? null;
      }
    });
  }

  #crash(machine: Machine): void {
    this.office.crash(machine);
    this.#down.add(machine);
  }

  /**
   * The machine's disk is gone. What no other disk holds, or has a grave of, is as if it had never been acknowledged: it may come back from
   * somebody's memory, or not.
   */
  async #loseDisk(machine: Machine): Promise<void> {
    this.#crash(machine);
    this.office.loseDisk(machine);
    const kept = await ranksOnDisks(this.office.machines);
    for (const attempt of this.#attempts) {
      const { acknowledged } = attempt;
      if (acknowledged === null) continue;
      const isKept = kept.get(acknowledged.key)?.some((rank) => compareRank(rank, acknowledged) >= 0) === true;
      if (!isKept) attempt.acknowledged = null;
    }
  }

  /** The clock becomes wrong by something else. */
  #setClock(machine: Machine): void {
    const skew = this.#skew();
    machine.clock.jump(skew - (this.#skews.get(machine) ?? 0));
    this.#skews.set(machine, skew);
  }

  /** Ends a node as a person does. */
  async #leave(machine: Machine): Promise<void> {
    this.#down.add(machine);
    const stopped = machine.node.stop();
    await this.office.time.pass(LATE_MS);
    await stopped;
  }

  async #startOne(): Promise<void> {
    const machine = this.#pick([...this.#down]);
    if (machine === null) return;
    this.#down.delete(machine);
    await this.office.restart(machine);
  }

  #cutApart(): void {
    const sides = 1 + this.#below(3);
    for (const { host } of this.office.machines) this.#sides.set(host, this.#below(sides));
  }

  /** For those that are off too: tombstones expire, and their graves have to do. */
  #daysPass(): void {
    if (this.#days >= MAX_DAYS) return;
    const days = 8 + this.#below(5);
    this.#days += days;
    for (const { clock } of this.office.machines) clock.jump(days * DAY_MS);
  }

  /** All machines run, on a good network, until everything that has a ttl has expired by every clock. */
  async #recover(): Promise<void> {
    const { network } = this.office;
    network.conditions = goodConditions(network.conditions);
    while (this.#down.size > 0) await this.#startOne();
    await this.office.time.pass(SKEW_MS + 3 * Math.max(...TTLS_MS.map((ttl) => ttl ?? 0)));
    await this.office.time.passUntil(() => this.office.agree(), 120_000);
  }

  #faultsOf(key: Key, { node }: Machine): string[] {
    const held = node.entry(key);
    const tried = this.#attempts.filter((attempt) => attempt.key === key);
    const acknowledged = tried.map((attempt) => attempt.acknowledged).filter((entry) => entry !== null);
    const best = acknowledged.toSorted(compareRank).at(-1);
    if (held === null) return best === undefined || isOver(best, tried) ? [] : [`${key}: ${best.text} was lost`];
    if (best !== undefined && compareRank(held, best) < 0) return [`${key}: ${held.text} is back after ${best.text}`];
    return tried.some((attempt) => isOf(held, attempt)) ? [] : [`${key}: ${held.text} was never written`];
  }

  /** What each disk holds is what its node holds. */
  async #faultsOnDisks(): Promise<string[]> {
    const faults: string[] = [];
    for (const machine of this.office.machines) {
      const { digest } = machine.node.status();
      this.office.crash(machine);
      await this.office.restart(machine);
      if (machine.node.status().digest !== digest) faults.push(`${machine.host}: its disk holds another state`);
    }
    return faults;
  }

  #skew(): number {
    return Math.round((this.#random.next() - 0.5) * SKEW_MS);
  }

  #below(count: number): number {
    return Math.floor(this.#random.next() * count);
  }

  #pick<T>(items: readonly T[]): T | null {
    return items[this.#below(items.length)] ?? null;
  }
}

const isOf = (entry: EntryView, { key, value }: Attempt): boolean =>
  entry.key === key && (value === null ? entry.deleted : entry.text === JSON.stringify(value));

/** Whether the key may be gone: the best write that was acknowledged ended, or one that was not may have ended it. */
const isOver = (best: EntryView, tried: Attempt[]): boolean =>
  best.deleted ||
  expiresAt(best) < Infinity ||
  tried.some(({ acknowledged, value, ttl }) => acknowledged === null && (value === null || ttl !== null));
