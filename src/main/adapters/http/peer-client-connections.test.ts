import { afterEach, describe, expect, it, vi } from 'vitest';
import { ClientRig, localhost, outcome, request } from './testing/client-rig.ts';
import { answerWith, echo, noContent } from './testing/started-transports.ts';

const rig = new ClientRig();
afterEach(() => rig.close());

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** undici offers a connection again one turn of the event loop after its answer. */
const reusable = () => new Promise((resolve) => setImmediate(resolve));

describe('connections', () => {
  it('[PS1] are kept for the next request', async () => {
    const server = await rig.rawServer((socket) => socket.on('data', () => socket.write(OK)));
    const transport = await rig.client();
    for (let round = 0; round < 3; round += 1) {
      expect(await outcome(transport, localhost(server.port), request('GET'))).toBe(200);
      await reusable();
    }
    expect(server.connections.length).toBe(1);
  });

  it('[PS5] to one peer are few, however many requests run', async () => {
    const server = await rig.rawServer((socket) => socket.on('data', () => socket.write(OK)));
    const transport = await rig.client();
    const sent = Array.from({ length: 100 }, () => outcome(transport, localhost(server.port), request('GET')));
    expect(new Set(await Promise.all(sent))).toEqual(new Set([200]));
    expect(server.connections.length).toBeLessThanOrEqual(8);
  });

  /** Answers one request on its first connection and closes at the next; answers everything on later ones. */
  const forgetful = () =>
    rig.rawServer((socket, index) => {
      let requests = 0;
      socket.on('data', () => {
        requests += 1;
        if (index === 0 && requests === 2) socket.resetAndDestroy();
        else socket.write(OK);
      });
    });

  it.each(['GET', 'PUT'])(
    '[ST6] a %s on a kept connection that just ended is sent again on a new one',
    async (method) => {
      const server = await forgetful();
      const transport = await rig.client();
      const sent = request(method, { body: method === 'PUT' ? Buffer.from('{}') : new Uint8Array(0) });
      expect(await outcome(transport, localhost(server.port), sent)).toBe(200);
      expect(await outcome(transport, localhost(server.port), sent)).toBe(200);
      expect(server.connections.length).toBe(2);
    },
  );

  it('[GR4] a POST is never sent twice', async () => {
    const server = await forgetful();
    const transport = await rig.client();
    const sent = request('POST', { body: Buffer.from('{}') });
    expect(await outcome(transport, localhost(server.port), sent)).toBe(200);
    await reusable();
    expect(await outcome(transport, localhost(server.port), sent)).toBe('reset');
    expect(server.connections.length).toBe(1);
  });

  it('[ST6] a request is sent again only once', async () => {
    const server = await rig.rawServer((socket, index) => {
      let requests = 0;
      socket.on('data', () => {
        requests += 1;
        if (index === 0 && requests === 1) socket.write(OK);
        else socket.destroy();
      });
    });
    const transport = await rig.client();
    expect(await outcome(transport, localhost(server.port), request('GET'))).toBe(200);
    await reusable();
    expect(await outcome(transport, localhost(server.port), request('GET'))).toBe('reset');
    expect(server.connections.length).toBe(2);
  });

  it('[ST6] a request whose answer had begun is not sent again', async () => {
    const server = await rig.rawServer((socket) => {
      let requests = 0;
      socket.on('data', () => {
        requests += 1;
        if (requests === 1) socket.write(OK);
        else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nonly this');
      });
    });
    const transport = await rig.client();
    expect(await outcome(transport, localhost(server.port), request('GET'))).toBe(200);
    await reusable();
    expect(await outcome(transport, localhost(server.port), request('GET'))).toBe('reset');
    expect(server.connections.length).toBe(1);
  });

  it('[PS5] survive a peer that refuses a large body before it is sent', async () => {
    const { port } = await rig.transports.start(echo, { limits: { maxPlainBodyBytes: 1_000 } });
    const transport = await rig.client();
    const large = request('POST', { body: Buffer.alloc(20_000_000) });
    for (let round = 0; round < 5; round += 1) expect(await outcome(transport, localhost(port), large)).toBe(413);
    expect(await outcome(transport, localhost(port), request('PUT', { body: Buffer.from('a') }))).toBe(200);
  });

  it('[PS1] to a peer that restarted are made anew', async () => {
    const { transport: peer, port } = await rig.transports.start(noContent);
    const transport = await rig.client();
    expect(await outcome(transport, localhost(port), request('POST'))).toBe(204);
    await peer.stop();
    const again = await rig.transports.start(() => Promise.resolve(answerWith(200)), { port });
    expect(again.port).toBe(port);
    expect(await outcome(transport, localhost(port), request('POST'))).toBe(200);
  });

  it('[PS1] end when the transport stops', async () => {
    const server = await rig.rawServer((socket) => socket.on('data', () => socket.write(OK)));
    const transport = await rig.client();
    await outcome(transport, localhost(server.port), request('GET'));
    await transport.stop();
    await vi.waitFor(() => expect(server.connections.map((socket) => socket.closed)).toEqual([true]));
  });
});
