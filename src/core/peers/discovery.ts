import type { GroupView } from '../../shared/model.ts';
import type { Outsiders } from '../group/outsiders.ts';
import type { Announcement, Candidate, PeerProvider } from '../ports.ts';
import type { Self } from '../self.ts';
import type { Greeter } from './greeter.ts';

export interface DiscoveryComponents {
  providers: readonly PeerProvider[];
  greeter: Pick<Greeter, 'consider'>;
  outsiders: Pick<Outsiders, 'announces'>;
  /** Who we are now. */
  announcement: () => Announcement;
}

export const announcementOf = ({ id, name, port }: Self, group: GroupView): Announcement => ({
  ...{ id, name, port },
  groupId: group.kind === 'open' ? null : group.id,
});

/** All ways by which peers are found (PD2). Machines that announce another group are left alone (GR5). */
export class Discovery {
  readonly #parts: DiscoveryComponents;
  #announced: Announcement | null = null;

  constructor(components: DiscoveryComponents) {
    this.#parts = components;
  }

  async start(): Promise<void> {
    const self = (this.#announced = this.#parts.announcement());
    await Promise.all(this.#parts.providers.map((provider) => provider.start(self, (hint) => this.#hinted(hint))));
  }

  /** Announces who we are now. */
  announce(): void {
    const self = (this.#announced = this.#parts.announcement());
    for (const provider of this.#parts.providers) provider.announce(self);
  }

  /** The same, when our group is another than was announced last. */
  announceGroup(): void {
    if (this.#parts.announcement().groupId !== this.#announced?.groupId) this.announce();
  }

  refresh(): void {
    for (const provider of this.#parts.providers) provider.refresh();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#parts.providers.map((provider) => provider.stop()));
  }

  #hinted(hint: Candidate): void {
    const { id, groupId } = hint;
    const isOutside = groupId !== undefined && id !== null && this.#parts.outsiders.announces(id, groupId);
    if (!isOutside) this.#parts.greeter.consider(hint);
  }
}
