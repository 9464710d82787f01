import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket, type TlsOptions, type TLSSocketOptions } from 'node:tls';
import { fromBase64 } from '../../../core/group/base64.ts';
import { SEALED_PATH } from '../../../core/group/sealed-server.ts';
import type { ChannelGrant, GrantChannel, PeerHandler } from '../../../core/ports.ts';
import { channelContext, UPGRADE } from './channel-tls.ts';
import type { ListenLimits } from './limits.ts';
import { remoteHost } from './remote-host.ts';
import { createWebGuard, type WebGuardSettings } from './web-guard.ts';

const REFUSAL = 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
/** Of an opening in base64; ours have some 200. */
const MAX_OPENING_CHARS = 1_024;
const NOTHING = new Uint8Array(0);

export interface ChannelServerSettings extends WebGuardSettings {
  /** Opening a channel may take as long as a request (PS5). */
  limits: Pick<ListenLimits, 'requestTimeoutMs'>;
}

/** The answering side of channels (GR9). */
export class ChannelServer {
  private readonly handshakeTimeoutMs: number;
  private readonly refusalOf: ReturnType<typeof createWebGuard>;
  private grant: GrantChannel | null = null;
  private readonly handlers = new WeakMap<Socket, PeerHandler>();
  /** The connections below the channels, from the grant on. */
  private readonly sockets = new Set<Socket>();

  constructor(settings: ChannelServerSettings) {
    this.handshakeTimeoutMs = settings.limits.requestTimeoutMs;
    this.refusalOf = createWebGuard(settings);
  }

  serve(grant: GrantChannel): void {
    this.grant = grant;
  }

  /** Whether a request is to open a channel. All others, and those that a web page could have caused (PS6), are answered as if they asked for none. */
  isOpening(request: IncomingMessage): boolean {
    const { method, url, headers } = request;
    const isAsked = method === 'POST' && url === SEALED_PATH && headers.upgrade === UPGRADE;
    const isInChannel = this.handlers.has(request.socket);
    return isAsked && !isInChannel && this.grant !== null && this.refusalOf(request) === null;
  }

  /** Answers an opening; what its connection has become, if all goes well, is handed to `accept`. */
  upgrade(request: IncomingMessage, head: Buffer, accept: (channel: TLSSocket) => void): void {
    const { socket } = request;
    socket.on('error', () => socket.destroy());
    const opening = head.length > 0 ? null : openingIn(request);
    // What is no opening is shown as well, so that it is counted (GR4).
    const granted = this.grant?.(opening ?? NOTHING, remoteHost(socket)) ?? null;
    if (opening === null || granted === null) {
      socket.end(REFUSAL, () => socket.destroy());
      return;
    }
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${UPGRADE}\r\n` +
        `Grapevine: ${granted.answer.toBase64()}\r\n\r\n`,
    );
    this.shakeHands(socket, granted, accept);
  }

  /** Who answers what comes on this connection; null when it is no channel. */
  handlerOf(socket: Socket): PeerHandler | null {
    return this.handlers.get(socket) ?? null;
  }

  closeAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private shakeHands(socket: Socket, { key, handler }: ChannelGrant, accept: (channel: TLSSocket) => void): void {
    // The types of the options leave `pskCallback` out.
    const options: TLSSocketOptions & Pick<TlsOptions, 'pskCallback'> = {
      isServer: true,
      secureContext: channelContext(),
      requestCert: false,
      pskCallback: () => key,
    };
    const channel = new TLSSocket(socket, options);
    const cutOff = setTimeout(() => channel.destroy(), this.handshakeTimeoutMs).unref();
    channel.on('error', () => channel.destroy());
    channel.once('close', () => clearTimeout(cutOff));
    channel.once('secure', () => {
      clearTimeout(cutOff);
      this.handlers.set(channel, handler);
      accept(channel);
    });
  }
}

/** The frame in its header; null when there is none. */
function openingIn({ headers }: IncomingMessage): Uint8Array | null {
  const text = headers['grapevine'];
  return typeof text !== 'string' || text.length > MAX_OPENING_CHARS ? null : fromBase64(text);
}
