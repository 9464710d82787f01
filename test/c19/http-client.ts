import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Endpoint } from '../../src/core/ports.ts';
import type { C19Answer, C19Request } from './agent.ts';

/**
 * One exchange as a C19 agent makes it (C1.6, PS3): a connection of its own, no Content-Type, no header beyond what HTTP asks for, no
 * timeout, no redirect followed, nothing decompressed. Null when no answer came, or when `signal` ended it.
 */
export async function exchange(to: Endpoint, sent: C19Request, signal: AbortSignal): Promise<C19Answer | null> {
  const headers = sent.body.length > 0 ? { 'Content-Length': sent.body.length } : {};
  const { method, path } = sent;
  const outgoing = request({ host: to.host, port: to.port, method, path, headers, agent: false, signal });
  // Errors after the answer has begun come through the answer as well.
  outgoing.on('error', () => undefined);
  outgoing.end(sent.body);
  try {
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { status: incoming.statusCode ?? 0, body: understood(incoming, await buffer(incoming)) };
  } catch {
    return null;
  }
}

/** Every answer to it carries a Content-Length (C1.6). Silent in the facts: the body of one without brings it nothing. */
const understood = (incoming: IncomingMessage, body: Uint8Array): Uint8Array =>
  incoming.headers['content-length'] === undefined ? new Uint8Array() : body;
