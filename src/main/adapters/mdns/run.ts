import { networkInterfaces } from 'node:os';
import type { Announcement, Candidate } from '../../../core/ports.ts';
import { readInterfaces, usableInterfaces, type InterfaceList, type UsableInterface } from '../interfaces.ts';
import type { MdnsComponents } from './components.ts';
import { HintMemory } from './hint-memory.ts';
import { Link } from './link.ts';
import { createOccasionalLog } from './occasional-log.ts';
import { readService, type FoundService } from './records.ts';
import type { MdnsSettings } from './settings.ts';
import { createSourceCheck, type SourceCheck } from './source-check.ts';

/** One life of the provider, from start to stop: a link for each interface, following their changes (PD2). */
export class Run {
  readonly #components: MdnsComponents;
  readonly #settings: MdnsSettings;
  readonly #list: () => InterfaceList;
  readonly #onCandidate: (candidate: Candidate) => void;
  readonly #memory: HintMemory;
  readonly #warnOfCrowd: () => void;
  readonly #links = new Map<string, { link: Link; fingerprint: string }>();
  /** Openings and closings under way. */
  readonly #pending = new Set<Promise<void>>();
  #self: Announcement;
  #problems = '';
  #belongs: SourceCheck = () => false;
  #cancelPoll: () => void = () => undefined;
  #stopped = false;

  constructor(
    components: MdnsComponents,
    settings: MdnsSettings,
    self: Announcement,
    onCandidate: (candidate: Candidate) => void,
  ) {
    this.#components = components;
    this.#settings = settings;
    this.#list = components.networkInterfaces ?? networkInterfaces;
    this.#onCandidate = onCandidate;
    this.#memory = new HintMemory(components);
    const warn = createOccasionalLog(components, (fields) => components.logger.warn('mdns-too-many-services', fields));
    this.#warnOfCrowd = () => warn({});
    this.#self = self;
  }

  /** Resolves when every link has been tried once. Never rejects. */
  async start(): Promise<void> {
    this.#poll();
    await Promise.all(this.#pending);
  }

  announce(self: Announcement): void {
    this.#self = self;
    for (const { link } of this.#links.values()) link.announce(self);
  }

  refresh(): void {
    this.#memory.clear();
    this.#follow();
    for (const { link } of this.#links.values()) link.ask();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelPoll();
    for (const name of [...this.#links.keys()]) this.#close(name);
    await Promise.all(this.#pending);
  }

  #poll(): void {
    this.#follow();
    this.#cancelPoll = this.#components.scheduler.after(this.#settings.interfacePollMs, () => this.#poll());
  }

  /** Makes the links those of the interfaces as they are now. */
  #follow(): void {
    const { interfaces, problems } = usableInterfaces(this.#settings.interfaces, this.#list);
    this.#tell(problems);
    this.#belongs = createSourceCheck(readInterfaces(this.#list).interfaces);
    const wanted = new Map(interfaces.filter(({ ipv4 }) => ipv4.length > 0).map((one) => [one.name, one]));
    for (const [name, { fingerprint }] of this.#links) {
      const now = wanted.get(name);
      if (now === undefined || fingerprintOf(now) !== fingerprint) this.#close(name);
    }
    for (const one of wanted.values()) if (!this.#links.has(one.name)) this.#open(one);
  }

  #open(one: UsableInterface): void {
    const link = new Link(this.#components, this.#settings, {
      interfaceName: one.name,
      addresses: one.ipv4.map(({ address }) => address),
      self: this.#self,
      accepts: (address) => this.#belongs(one.name, address),
      onService: (service) => this.#onService(service),
    });
    this.#links.set(one.name, { link, fingerprint: fingerprintOf(one) });
    this.#track(link.open());
  }

  #close(name: string): void {
    const held = this.#links.get(name);
    this.#links.delete(name);
    if (held !== undefined) this.#track(held.link.close());
  }

  #track(work: Promise<void>): void {
    this.#pending.add(work);
    void work.then(() => this.#pending.delete(work));
  }

  #tell(problems: string[]): void {
    const text = problems.join(' ');
    if (text !== this.#problems && text !== '') this.#components.logger.warn('mdns-interfaces', { problem: text });
    this.#problems = text;
  }

  #onService(service: unknown): void {
    if (this.#stopped) return;
    const found = readService(service);
    if (found === null || this.#isSelf(found)) return;
    const verdict = this.#memory.judge(found);
    if (verdict === 'full') this.#warnOfCrowd();
    if (verdict === 'hint') this.#onCandidate({ ...found, foundBy: 'mdns' });
  }

  /** Our id from another machine is a cloned profile, which the node must meet to notice (PD3). */
  #isSelf({ id, host }: FoundService): boolean {
    if (id !== this.#self.id) return false;
    const { interfaces } = readInterfaces(this.#list);
    return interfaces.some(({ ipv4 }) => ipv4.some(({ address }) => address === host));
  }
}

const fingerprintOf = ({ mac, ipv4 }: UsableInterface): string => JSON.stringify([mac, ipv4]);
