/**
 * One machine of the measurements between processes: a real node on loopback with a database of its own, of a private group
 * if it is given a secret. Told on its input, as JSON lines: its
 * peers' ports, then keys to write, whom to join, that it is to push, and what to tell; tells on its output when it is ready, when a write is durable, and when a
 * change has become visible.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { createNode } from '../../src/core/node.ts';
import { DEFAULT_NODE_SETTINGS } from '../../src/core/settings.ts';
import { loadXxh64 } from '../../src/core/state/xxh64.ts';
import type { NodeId, PeerView } from '../../src/shared/model.ts';
import { storageOn } from './stored.ts';
import { CONTENT } from './content.ts';
import { pusher } from './push.ts';
import { now, tell } from './talk.ts';
import { keyringOf, ports, wireOf } from './wire.ts';

const [file = '', name = '', secret = ''] = process.argv.slice(2);

const wire = wireOf(secret === '' ? null : keyringOf(secret));
const components = { ...ports, ...wire, providers: [], storage: storageOn(file), xxh64: await loadXxh64() };
const id = Buffer.from(ports.random.bytes(16)).toString('hex') as NodeId;
const node = createNode(components, { id, program: 'Grapevine bench' }, { ...DEFAULT_NODE_SETTINGS, name });

let requests = 0;
const sockets: Socket[] = [];
subscribe('undici:request:create', () => (requests += 1));
subscribe('undici:client:connected', (message) => sockets.push((message as { socket: Socket }).socket));
const count = () => {
  const bytes = sockets.reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0);
  return { requests, bytes };
};

/** Tells how long it took until this node has the state of the one at `port`. */
function join({ port, digest }: { port: number; digest: string }): void {
  const begun = performance.now();
  const stop = node.onChange((event) => {
    if (event.kind !== 'changeset' || node.status().digest !== digest) return;
    stop();
    tell({ joinedMs: performance.now() - begun });
  });
  node.addCandidate({ host: '127.0.0.1', port, id: null, name: null, foundBy: 'static' });
}

const alive = new Set<string>();

/** Tells how many peers are alive, when that is another number. */
function meet({ rowId, state }: PeerView): void {
  const before = alive.size;
  if (state.kind === 'alive') alive.add(rowId);
  else alive.delete(rowId);
  if (alive.size !== before) tell({ alive: alive.size });
}

const started = await node.start();
if (!started.ok) throw new Error(started.error.detail);
node.onChange((event) => {
  if (event.kind === 'changeset') tell({ keys: event.changeset.keys.map(({ key }) => key), at: now() });
  if (event.kind === 'peer') meet(event.peer);
});
tell({ port: node.status().peerPort });
const push = pusher(node);

for await (const line of createInterface(process.stdin)) {
  const asked = JSON.parse(line) as {
    peers?: number[];
    write?: string;
    tell?: true;
    push?: true;
    join?: { port: number; digest: string };
  };
  if (asked.tell === true) tell({ told: { digest: node.status().digest, ...count() } });
  if (asked.push === true) tell({ pushMs: await push() });
  if (asked.join !== undefined) join(asked.join);
  for (const port of asked.peers ?? []) {
    node.addCandidate({ host: '127.0.0.1', port, id: null, name: null, foundBy: 'static' });
  }
  if (asked.write === undefined) continue;
  const done = await node.write([{ key: asked.write, value: CONTENT }], { kind: 'user' });
  if (!done.ok) throw new Error(done.error.reason);
  tell({ durable: asked.write, at: now() });
}
await node.stop();
