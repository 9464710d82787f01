import { retryPauseMs } from '../../../core/peers/defaults.ts';
import type { Logger, Scheduler } from '../../../core/ports.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { formatDnsName, type DnsName } from './dns-name.ts';
import { lookUp, type Found, type FoundAddress } from './look-up.ts';
import type { QuerySlots } from './query-slots.ts';
import type { DnsResolver } from './resolver.ts';
import type { DnsSettings } from './settings.ts';

export interface NameWatchComponents {
  logger: Logger;
  scheduler: Scheduler;
  createResolver: () => DnsResolver;
  slots: QuerySlots;
  onFound: (addresses: readonly FoundAddress[]) => void;
}

/** What the log was last told of the name. */
type Known = 'nothing yet' | 'resolved' | 'empty' | 'failed';

/**
 * Follows one name (PD1): looks, tells what it found, and looks again when the records are too old. A look that fails is tried again with
 * growing pauses, and what the last good one found stays.
 */
export class NameWatch {
  readonly #parts: NameWatchComponents;
  readonly #settings: DnsSettings;
  readonly #name: DnsName;
  readonly #underWay = new Set<Promise<void>>();
  #found: readonly FoundAddress[] = [];
  #known: Known = 'nothing yet';
  #failures = 0;
  #cancelLook = (): void => undefined;
  #cancelTimer = (): void => undefined;

  constructor(components: NameWatchComponents, settings: DnsSettings, name: DnsName) {
    this.#parts = components;
    this.#settings = settings;
    this.#name = name;
  }

  /** Tells at once what is known, then looks: what was asked before may have gone by a network that is no more. */
  look(): void {
    if (this.#found.length > 0) this.#parts.onFound(this.#found);
    this.#lookAgain();
  }

  /** Resolves when no question is under way any more. */
  async stop(): Promise<void> {
    this.#cancelTimer();
    this.#cancelLook();
    await Promise.all(this.#underWay);
  }

  #lookAgain(): void {
    this.#cancelTimer();
    this.#cancelLook();
    const resolver = this.#openResolver();
    if (!resolver.ok) {
      this.#take(resolver);
      return;
    }
    this.#run(resolver.value);
  }

  /** The system may be out of what a resolver needs. */
  #openResolver(): Result<DnsResolver, string> {
    try {
      return ok(this.#parts.createResolver());
    } catch (error) {
      return err(String(error));
    }
  }

  #run(resolver: DnsResolver): void {
    const controller = new AbortController();
    this.#cancelLook = () => {
      controller.abort();
      resolver.cancel();
    };
    const { slots } = this.#parts;
    const { signal } = controller;
    const look = lookUp({ resolver, slots, signal }, this.#name).then((result) => {
      this.#underWay.delete(look);
      if (!signal.aborted) this.#take(result);
    });
    this.#underWay.add(look);
  }

  #take(result: Result<Found, string>): void {
    const pauseMs = result.ok ? this.#intervalMs(result.value.ttlMs) : retryPauseMs(this.#failures);
    this.#failures = result.ok ? 0 : this.#failures + 1;
    this.#cancelTimer = this.#parts.scheduler.after(pauseMs, () => this.#lookAgain());
    this.#tell(result);
    if (!result.ok) return;
    this.#found = result.value.addresses;
    if (this.#found.length > 0) this.#parts.onFound(this.#found);
  }

  #intervalMs(ttlMs: number | null): number {
    const { shortestIntervalMs, longestIntervalMs } = this.#settings;
    return Math.min(Math.max(ttlMs ?? 0, shortestIntervalMs), longestIntervalMs);
  }

  #tell(result: Result<Found, string>): void {
    const known: Known = !result.ok ? 'failed' : result.value.addresses.length > 0 ? 'resolved' : 'empty';
    if (known === this.#known) return;
    this.#known = known;
    const { logger } = this.#parts;
    const name = formatDnsName(this.#name);
    if (!result.ok) logger.warn('dns-failed', { name, reason: result.error });
    else if (known === 'empty') logger.warn('dns-empty', { name });
    else logger.info('dns-resolved', { name, addresses: result.value.addresses.length, cut: result.value.isCut });
  }
}
