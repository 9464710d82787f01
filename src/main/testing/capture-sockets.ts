/**
 * Loaded before a program, with `--import`: writes all bytes that go through its TCP sockets, there and back, to files in the folder that
 * its URL names, called by the two ports.
 */
import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';

const folder = new URL(import.meta.url).searchParams.get('folder') ?? '';

function keep(socket: Socket, bytes: unknown, encoding?: unknown): void {
  // What goes into a channel and comes out of it is not what goes over the wire, which the runtime does not show (GR9).
  if (socket instanceof TLSSocket) return;
  if (socket.remotePort === undefined || !(typeof bytes === 'string' || bytes instanceof Uint8Array)) return;
  const data = typeof bytes === 'string' ? Buffer.from(bytes, encoding as BufferEncoding | undefined) : bytes;
  appendFileSync(join(folder, `${socket.localPort ?? 0}-${socket.remotePort}`), data);
}

/** All writing of a stream ends in one of these two. */
const { _write, _writev, push } = Socket.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;

Object.assign(Socket.prototype, {
  _write(this: Socket, chunk: unknown, encoding: unknown, done: unknown) {
    keep(this, chunk, encoding);
    return _write?.call(this, chunk, encoding, done);
  },
  _writev(this: Socket, chunks: { chunk: unknown; encoding: unknown }[], done: unknown) {
    for (const { chunk, encoding } of chunks) keep(this, chunk, encoding);
    return _writev?.call(this, chunks, done);
  },
  push(this: Socket, chunk: unknown, encoding: unknown) {
    keep(this, chunk, encoding);
    return push?.call(this, chunk, encoding);
  },
});
