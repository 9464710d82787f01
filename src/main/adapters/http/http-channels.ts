import type { Channel, Channels, GrantChannel } from '../../../core/ports.ts';
import { ChannelOpener } from './channel-opener.ts';
import { ChannelServer, type ChannelServerSettings } from './channel-server.ts';

/** Both sides of the channels of one transport (GR9). None is opened before it starts, or after it stopped. */
export class HttpChannels implements Channels {
  readonly server: ChannelServer;
  private readonly opener = new ChannelOpener();
  private isStarted = false;

  constructor(settings: ChannelServerSettings) {
    this.server = new ChannelServer(settings);
  }

  start(): void {
    this.isStarted = true;
  }

  stop(): void {
    this.isStarted = false;
    this.closeAll();
  }

  serve(grant: GrantChannel): void {
    this.server.serve(grant);
  }

  open(...[to, opening, keyFrom, timeoutMs]: Parameters<Channels['open']>): Promise<Channel | null> {
    return this.isStarted ? this.opener.open(to, opening, keyFrom, timeoutMs) : Promise.resolve(null);
  }

  closeAll(): void {
    this.opener.closeAll();
    this.server.closeAll();
  }
}
