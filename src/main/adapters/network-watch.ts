import { networkInterfaces } from 'node:os';
import type { Clock, Scheduler } from '../../core/ports.ts';
import { isLinkLocal, readInterfaces, type InterfaceList, type UsableInterface } from './interfaces.ts';

export interface NetworkWatchComponents {
  clock: Clock;
  scheduler: Scheduler;
  /** @default os.networkInterfaces */
  networkInterfaces?: () => InterfaceList;
}

export interface NetworkWatchSettings {
  /** Time between two looks. Higher: less work; lower: changes are seen sooner. @default 1000 */
  pollMs: number;
  /** A change is told when it has lasted this long: an interface that comes up gets its addresses one by one. @default 500 */
  debounceMs: number;
  /** A change that goes on is told after this time at the latest. @default 1500 */
  longestWaitMs: number;
  /** A look that comes so much too late, by the timer or by the wall clock, was slept through. @default 5000 */
  sleptMs: number;
}

const DEFAULT_SETTINGS: NetworkWatchSettings = { pollMs: 1_000, debounceMs: 500, longestWaitMs: 1_500, sleptMs: 5_000 };

/** What happened; a wake that brings another network is a wake. */
export interface NetworkChange {
  kind: 'network' | 'wake';
}

/** A change that was seen and not told yet. */
interface Pending extends NetworkChange {
  /** Monotonic ms. */
  since: number;
}

/**
 * Tells when the machine's addresses are others than before, and when it woke from sleep (PD6): within `pollMs` and `longestWaitMs`. A machine
 * that was only too busy to look, or whose clock was set forward, counts as woken: looking for peers once more does no harm.
 */
export class NetworkWatch {
  readonly #clock: Clock;
  readonly #scheduler: Scheduler;
  readonly #list: () => InterfaceList;
  readonly #settings: NetworkWatchSettings;
  readonly #onChange: (change: NetworkChange) => void;
  #isRunning = false;
  #cancelTimer = (): void => undefined;
  #addresses = '';
  #pending: Pending | null = null;
  /** When the next look is due, by both clocks. */
  #due = { monotonicMs: 0, wallMs: 0 };

  constructor(
    components: NetworkWatchComponents,
    settings: Partial<NetworkWatchSettings>,
    onChange: (change: NetworkChange) => void,
  ) {
    this.#clock = components.clock;
    this.#scheduler = components.scheduler;
    this.#list = components.networkInterfaces ?? networkInterfaces;
    this.#settings = { ...DEFAULT_SETTINGS, ...settings };
    this.#onChange = onChange;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#pending = null;
    this.#addresses = this.#read() ?? '';
    this.#lookIn(this.#settings.pollMs);
  }

  stop(): void {
    this.#isRunning = false;
    this.#cancelTimer();
  }

  #lookIn(delayMs: number): void {
    this.#due = { monotonicMs: this.#scheduler.monotonicMs() + delayMs, wallMs: this.#clock.now() + delayMs };
    this.#cancelTimer = this.#scheduler.after(delayMs, () => this.#look());
  }

  #look(): void {
    const now = this.#scheduler.monotonicMs();
    const seen = this.#seen(now);
    if (seen !== null) this.#pending = { since: this.#pending?.since ?? now, kind: worse(this.#pending, seen) };
    const { pollMs, debounceMs, longestWaitMs } = this.#settings;
    const told = this.#pending;
    const isSettled = told !== null && (seen === null || now - told.since >= longestWaitMs);
    if (isSettled) this.#pending = null;
    this.#lookIn(this.#pending === null ? pollMs : debounceMs);
    if (isSettled) this.#onChange({ kind: told.kind });
  }

  /** What is new since the last look. */
  #seen(now: number): NetworkChange['kind'] | null {
    const lateMs = Math.max(now - this.#due.monotonicMs, this.#clock.now() - this.#due.wallMs);
    const addresses = this.#read() ?? this.#addresses;
    const isOther = addresses !== this.#addresses;
    this.#addresses = addresses;
    if (lateMs > this.#settings.sleptMs) return 'wake';
    return isOther ? 'network' : null;
  }

  /** All that a change is told for; null when the system does not tell. */
  #read(): string | null {
    const { interfaces, problems } = readInterfaces(this.#list);
    return problems.length > 0 ? null : interfaces.flatMap(linesOf).sort().join('\n');
  }
}

/** Link-local IPv6 is left out: every container that starts brings one, and none that peers would use. */
function linesOf({ name, internal, ipv4, ipv6 }: UsableInterface): string[] {
  const lines: string[] = [];
  for (const { address } of ipv4) lines.push(`${name} ${internal} 4 ${address}`);
  for (const { address } of ipv6) if (!isLinkLocal(address)) lines.push(`${name} ${internal} 6 ${address}`);
  return lines;
}

const worse = (pending: Pending | null, seen: NetworkChange['kind']): NetworkChange['kind'] =>
  pending?.kind === 'wake' ? 'wake' : seen;
