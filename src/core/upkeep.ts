import type { Clock, Logger, Scheduler, Storage } from './ports.ts';
import type { Engine } from './engine-types.ts';
import { clockNotice } from './notice-words.ts';

/** How often a status that only time can change is looked at: a report of a peer that grows too old (PD7). */
const STATUS_CHECK_MS = 1_000;
/** Expired entries are taken out at their time, and looked for this often in case the clock was set (ST8). */
const PURGE_MS = 60_000;
/** How often old history is dropped (CH3). */
const TRIM_MS = 3_600_000;

export interface UpkeepComponents {
  clock: Clock;
  scheduler: Scheduler;
  logger: Logger;
  storage: Storage;
  engine: Pick<Engine, 'state' | 'commits' | 'receiver' | 'notices' | 'clockCheck' | 'group'>;
  /** Looks whether the status is another now. */
  checkStatus: () => void;
}

/** What a running node does because time passes. */
export class Upkeep {
  readonly #parts: UpkeepComponents;
  #isRunning = false;
  #cancelExpiry: () => void = nothing;
  #cancelCheck: () => void = nothing;
  #cancelTrim: () => void = nothing;

  constructor(components: UpkeepComponents) {
    this.#parts = components;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.awaitExpiry();
    this.#checkStatus();
    this.#trimHistory();
  }

  stop(): void {
    this.#isRunning = false;
    this.#cancelExpiry();
    this.#cancelCheck();
    this.#cancelTrim();
  }

  /** The next entry to expire may be another one now. */
  awaitExpiry(): void {
    this.#cancelExpiry();
    if (!this.#isRunning) return;
    const { clock, engine, scheduler } = this.#parts;
    const delayMs = Math.max(0, engine.state().nextExpiryAt - clock.now());
    this.#cancelExpiry = scheduler.after(Math.min(delayMs, PURGE_MS), () => {
      engine.commits.expire();
      this.awaitExpiry();
    });
  }

  #checkStatus(): void {
    const { notices, clockCheck, group } = this.#parts.engine;
    group.outsiders.review();
    const correctionMs = clockCheck.correctionMs();
    notices.set('clock', correctionMs === 0 ? null : clockNotice(correctionMs));
    this.#parts.checkStatus();
    this.#parts.engine.receiver.wake();
    this.#cancelCheck = this.#parts.scheduler.after(STATUS_CHECK_MS, () => this.#checkStatus());
  }

  #trimHistory(): void {
    const { clock, logger, scheduler, storage } = this.#parts;
    void storage.trim(clock.now()).then((trimmed) => {
      if (!trimmed.ok) logger.warn('history-not-trimmed', { reason: trimmed.error.detail });
    });
    this.#cancelTrim = scheduler.after(TRIM_MS, () => this.#trimHistory());
  }
}

const nothing = (): void => undefined;
