import type { Candidate, Logger, PeerProvider, Scheduler } from '../../../core/ports.ts';
import { formatDnsName, type DnsName } from './dns-name.ts';
import type { FoundAddress } from './look-up.ts';
import { NameWatch, type NameWatchComponents } from './name-watch.ts';
import { QuerySlots } from './query-slots.ts';
import { systemResolver, type DnsResolver } from './resolver.ts';
import { DEFAULT_DNS_SETTINGS, MAX_NAMES, type DnsSettings } from './settings.ts';

export interface DnsComponents {
  logger: Logger;
  scheduler: Scheduler;
  /** Called for each look at a name. @default systemResolver */
  createResolver?: () => DnsResolver;
}

/**
 * Finds peers under names in DNS (PD1): each address of each name is a candidate, again at each look. `names` tells the list as it is at start
 * and at each refresh. Names are asked for as they stand: no search domain is added, and the system's hosts file is not read.
 */
export function createDnsProvider(
  components: DnsComponents,
  settings: Partial<DnsSettings>,
  names: () => readonly DnsName[],
): PeerProvider {
  let run: Run | null = null;
  return {
    foundBy: 'dns',
    start: (_self, onCandidate) => {
      if (run === null) {
        run = new Run(components, { ...DEFAULT_DNS_SETTINGS, ...settings }, onCandidate);
        run.follow(names());
      }
      return Promise.resolve();
    },
    announce: () => undefined,
    refresh: () => run?.follow(names()),
    stop: async () => {
      const ending = run;
      run = null;
      await ending?.stop();
    },
  };
}

/** One life of the provider, from start to stop. */
class Run {
  readonly #parts: NameWatchComponents;
  readonly #settings: DnsSettings;
  readonly #watches = new Map<string, NameWatch>();
  /** Watches of names that left the list, until they are done. */
  readonly #ending = new Set<Promise<void>>();
  #isCrowded = false;

  constructor(components: DnsComponents, settings: DnsSettings, onCandidate: (candidate: Candidate) => void) {
    const { logger, scheduler, createResolver = systemResolver } = components;
    const onFound = (addresses: readonly FoundAddress[]): void => {
      for (const { host, port } of addresses) onCandidate({ host, port, id: null, name: null, foundBy: 'dns' });
    };
    this.#parts = { logger, scheduler, createResolver, slots: new QuerySlots(settings.maxQueries), onFound };
    this.#settings = settings;
  }

  /** Looks at these names now, and at no others from now on. */
  follow(names: readonly DnsName[]): void {
    const wanted = new Map(names.slice(0, MAX_NAMES).map((name) => [formatDnsName(name), name]));
    this.#tellCrowd(names.length);
    for (const text of [...this.#watches.keys()]) if (!wanted.has(text)) this.#drop(text);
    for (const [text, name] of wanted) this.#watch(text, name).look();
  }

  async stop(): Promise<void> {
    for (const text of [...this.#watches.keys()]) this.#drop(text);
    await Promise.all(this.#ending);
  }

  #watch(text: string, name: DnsName): NameWatch {
    const watch = this.#watches.get(text) ?? new NameWatch(this.#parts, this.#settings, name);
    this.#watches.set(text, watch);
    return watch;
  }

  #drop(text: string): void {
    const stopping = this.#watches.get(text)?.stop() ?? Promise.resolve();
    this.#watches.delete(text);
    this.#ending.add(stopping);
    void stopping.then(() => this.#ending.delete(stopping));
  }

  #tellCrowd(count: number): void {
    const isCrowded = count > MAX_NAMES;
    if (isCrowded && !this.#isCrowded) this.#parts.logger.warn('dns-too-many-names', { count, limit: MAX_NAMES });
    this.#isCrowded = isCrowded;
  }
}
