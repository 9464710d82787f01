import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { MDNS_GROUP, openMulticastSocket } from './multicast-socket.ts';
import { freeUdpPort, until } from './testing/loopback-harness.ts';

const nothing = { onDatagram: () => undefined, onError: () => undefined };

describe('multicast socket on loopback', () => {
  it('[PD2] carries datagrams to all in the group, itself included', async () => {
    const at = { address: '127.0.0.1', port: await freeUdpPort() };
    const received: string[] = [];
    const listen = (who: string): Parameters<typeof openMulticastSocket>[1] => ({
      ...nothing,
      onDatagram: (bytes, source) => received.push(`${who} ${bytes.toString()} ${source.address}:${source.port}`),
    });
    const [a, b] = [await openMulticastSocket(at, listen('a')), await openMulticastSocket(at, listen('b'))];
    if (!a.ok || !b.ok) throw new Error('not opened');
    a.value.send(Buffer.from('hello'), at.port, MDNS_GROUP, (error) => expect(error).toBeNull());
    await until(() => received.length === 2, 'both receive it');
    expect(received.sort()).toEqual([`a hello 127.0.0.1:${at.port}`, `b hello 127.0.0.1:${at.port}`]);
    await Promise.all([a.value.close(), b.value.close()]);
  });

  it.runIf(process.platform !== 'win32')('[PD2] hears nothing that was sent to this machine alone', async () => {
    const at = { address: '127.0.0.1', port: await freeUdpPort() };
    const received: string[] = [];
    const opened = await openMulticastSocket(at, {
      ...nothing,
      onDatagram: (bytes) => received.push(bytes.toString()),
    });
    if (!opened.ok) throw new Error(opened.error);
    const sent = (text: string, address: string): Promise<Error | null> =>
      new Promise((resolve) => opened.value.send(Buffer.from(text), at.port, address, resolve));
    await sent('to one', '127.0.0.1');
    await sent('to all', MDNS_GROUP);
    await until(() => received.length > 0, 'the second arrives');
    expect(received).toEqual(['to all']);
    await opened.value.close();
  });

  it('[PD2] says why it cannot be opened: a taken port, an address that is not here', async () => {
    const blocker = createSocket('udp4').bind(0, '0.0.0.0');
    await once(blocker, 'listening');
    const { port } = blocker.address();
    expect(await openMulticastSocket({ address: '127.0.0.1', port }, nothing)).toMatchObject({
      ok: false,
      error: expect.stringContaining('EADDRINUSE') as string,
    });
    blocker.close();
    const elsewhere = { address: '203.0.113.77', port: await freeUdpPort() };
    expect(await openMulticastSocket(elsewhere, nothing)).toMatchObject({ ok: false });
  });

  it('[PD2] reports a failed send instead of throwing, also after close, and closes twice', async () => {
    const opened = await openMulticastSocket({ address: '127.0.0.1', port: await freeUdpPort() }, nothing);
    if (!opened.ok) throw new Error(opened.error);
    const socket = opened.value;
    const failed = (bytes: Uint8Array): Promise<Error | null> =>
      new Promise((resolve) => socket.send(bytes, 5353, MDNS_GROUP, resolve));
    expect(await failed(Buffer.alloc(70_000))).toBeInstanceOf(Error);
    await socket.close();
    await socket.close();
    expect(await failed(Buffer.from('late'))).toBeInstanceOf(Error);
  });
});
