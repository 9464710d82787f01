import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { fromBase64 } from '../../../core/group/base64.ts';
import { SEALED_PATH } from '../../../core/group/sealed-server.ts';
import type { Endpoint } from '../../../core/ports.ts';
import { grapevineOf } from './answer-header.ts';
import { channelContext, PSK_IDENTITY, UPGRADE } from './channel-tls.ts';
import { dial, READING } from './dial.ts';
import { HttpChannel } from './http-channel.ts';
import { hostHeader } from './peer-link.ts';

type KeyFrom = (answer: Uint8Array) => Uint8Array | null;

/** The asking side of channels (GR9). */
export class ChannelOpener {
  /** The connections below the channels, from the first try on. */
  private readonly sockets = new Set<Socket>();

  /** Null when it failed, whatever the reason. */
  open(to: Endpoint, opening: Uint8Array, keyFrom: KeyFrom, timeoutMs: number): Promise<HttpChannel | null> {
    const socket = dial(to);
    this.sockets.add(socket);
    const { promise, resolve } = Promise.withResolvers<HttpChannel | null>();
    const cutOff = setTimeout(() => socket.destroy(), timeoutMs);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.sockets.delete(socket);
      clearTimeout(cutOff);
      resolve(null);
    });
    this.upgrade(to, socket, opening, keyFrom, (channel) => {
      clearTimeout(cutOff);
      resolve(new HttpChannel(to, channel));
    });
    return promise;
  }

  closeAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private upgrade(
    to: Endpoint,
    socket: Socket,
    opening: Uint8Array,
    keyFrom: KeyFrom,
    onOpen: (channel: TLSSocket) => void,
  ): void {
    const asking = httpRequest({
      method: 'POST',
      path: SEALED_PATH,
      createConnection: () => socket,
      setHost: false,
      headers: {
        host: hostHeader(to),
        connection: 'Upgrade',
        upgrade: UPGRADE,
        grapevine: opening.toBase64(),
        'content-length': 0,
      },
    });
    const giveUp = () => socket.destroy();
    asking.on('error', giveUp);
    asking.once('response', giveUp);
    asking.once('upgrade', ({ headers }, _socket, head) => {
      const answer = fromBase64(grapevineOf(headers) ?? '');
      const key = answer === null || head.length > 0 ? null : keyFrom(answer);
      if (key === null) giveUp();
      else shakeHands(socket, key, onOpen);
    });
    asking.end();
  }
}

function shakeHands(socket: Socket, key: Uint8Array, onOpen: (channel: TLSSocket) => void): void {
  const channel = connectTls({
    ...READING,
    socket,
    secureContext: channelContext(),
    pskCallback: () => ({ psk: key, identity: PSK_IDENTITY }),
    // There is no certificate: who has the key is the other side.
    checkServerIdentity: () => undefined,
  });
  channel.on('error', () => channel.destroy());
  channel.once('secureConnect', () => onOpen(channel));
}
