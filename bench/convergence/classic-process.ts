/**
 * One C19 agent of the measurement between processes, on loopback, with C19's defaults. It is told and tells what `machine-process.ts` is and
 * does; what it answers is in its memory only.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Endpoint } from '../../src/core/ports.ts';
import { createRandom } from '../../src/main/adapters/random.ts';
import { HttpC19Agent } from '../../test/c19/http-agent.ts';
import { C19State } from '../../test/c19/state.ts';
import { loadXxh64 } from '../../test/c19/xxh64.ts';
import { CONTENT } from '../lib/content.ts';
import { now, tell } from '../lib/talk.ts';

/** An agent does not say what a commit brought: these keys are looked for. */
const WRITABLE = Array.from({ length: 40 }, (_, i) => `new/${i}`);

let requests = 0;
/** Of connections that have ended. */
let bytes = 0;
subscribe('http.client.request.start', () => (requests += 1));
subscribe('net.client.socket', (message) => {
  const { socket } = message as { socket: Socket };
  socket.once('close', () => (bytes += socket.bytesRead + socket.bytesWritten));
});

let peers: Endpoint[] = [];
const state = C19State.empty(await loadXxh64());
const agent = new HttpC19Agent({ random: createRandom(), state, peers: () => peers });
const known = new Set<string>();
agent.agent.onCommit(() => {
  const keys = WRITABLE.filter((key) => !known.has(key) && agent.agent.entry(key) !== null);
  for (const key of keys) known.add(key);
  if (keys.length > 0) tell({ keys, at: now() });
});
const { peer, local } = await agent.start();
tell({ port: peer });

for await (const line of createInterface(process.stdin)) {
  const asked = JSON.parse(line) as { peers?: number[]; write?: string; tell?: true };
  if (asked.peers !== undefined) {
    peers = asked.peers.map((port) => ({ host: '127.0.0.1', port }));
    tell({ alive: peers.length });
  }
  if (asked.tell === true) tell({ told: { digest: agent.agent.version, requests, bytes } });
  if (asked.write === undefined) continue;
  const body = JSON.stringify({ [asked.write]: { value: CONTENT } });
  const answer = await fetch(`http://127.0.0.1:${local}/`, { method: 'PUT', body });
  if (answer.status !== 204) throw new Error(`status ${answer.status}`);
  tell({ durable: asked.write, at: now() });
}
await agent.stop();
