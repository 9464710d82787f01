import type { Endpoint } from '../../../core/ports.ts';
import { PeerLink } from './peer-link.ts';
import { endpointText } from './transport-errors.ts';

/** Endpoints with open connections; the one unused longest goes first (LM1). */
const MAX_LINKS = 1024;

/** The links in use, one for each endpoint; a link without a connection is let go. */
export class PeerLinks {
  /** In order of use, the latest last. */
  private readonly links = new Map<string, PeerLink>();

  /** Throws if the endpoint is no possible address. */
  get(to: Endpoint): PeerLink {
    const key = endpointText(to);
    const link = this.links.get(key) ?? new PeerLink(to, (idle) => this.drop(to, idle));
    this.links.delete(key);
    this.links.set(key, link);
    if (this.links.size > MAX_LINKS) this.dropOldest();
    return link;
  }

  /** Takes a link out of use; exchanges under way on it finish. */
  drop(to: Endpoint, link: PeerLink): void {
    const key = endpointText(to);
    if (this.links.get(key) === link) this.links.delete(key);
    link.retire();
  }

  async destroyAll(): Promise<void> {
    const links = [...this.links.values()];
    this.links.clear();
    await Promise.all(links.map((link) => link.destroy()));
  }

  private dropOldest(): void {
    const oldest = this.links.entries().next().value;
    if (oldest === undefined) return;
    this.links.delete(oldest[0]);
    oldest[1].retire();
  }
}
