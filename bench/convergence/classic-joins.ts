import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { Endpoint } from '../../src/core/ports.ts';
import { SeededRandom } from '../../src/core/testing/seeded-random.ts';
import type { C19Entry } from '../../test/c19/entry.ts';
import { HttpC19Agent } from '../../test/c19/http-agent.ts';
import { C19State } from '../../test/c19/state.ts';
import { loadXxh64 } from '../../test/c19/xxh64.ts';
import { until } from '../lib/machine.ts';
import { figure, median, RUNS, type Measured } from '../lib/measure.ts';
import { CONTENT } from '../lib/content.ts';

const ENTRIES = 100_000;
const MISSED = 100;

/** The first pull of an agent that starts beside one that holds 100,000 entries, on loopback, both in this process. */
async function joinOf(state: C19State, held: C19State): Promise<{ ms: number; bytes: number }> {
  const sockets: Socket[] = [];
  const note = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket);
  const agentOf = (holds: C19State, peers: Endpoint[]): HttpC19Agent =>
    new HttpC19Agent({ random: new SeededRandom(1), state: holds, peers: () => peers });
  const group = agentOf(state, []);
  const { peer: port } = await group.start();
  const newcomer = agentOf(held, [{ host: '127.0.0.1', port }]);
  subscribe('net.client.socket', note);
  const begun = performance.now();
  let ms = NaN;
  newcomer.agent.onCommit(() => (ms = performance.now() - begun));
  await newcomer.start();
  await until(() => newcomer.agent.version === group.agent.version, 'the agent did not get everything');
  unsubscribe('net.client.socket', note);
  const bytes = sockets.reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0);
  await Promise.all([newcomer.stop(), group.stop()]);
  return { ms, bytes };
}

/** What joining costs in the classic way: whatever an agent lacks, it gets the whole state. */
export async function measureClassicJoins(): Promise<Measured[]> {
  const nothing = C19State.empty(await loadXxh64());
  const ts = Date.now();
  const entriesOf = (count: number, at: number): Map<string, C19Entry> =>
    new Map(
      Array.from({ length: count }, (_, i) => [`key/${i * (ENTRIES / count)}`, { value: CONTENT, ts: at, ttl: null }]),
    );
  const before = nothing.with(entriesOf(ENTRIES, ts));
  const all = before.with(entriesOf(MISSED, ts + 1));
  const results: Measured[] = [];
  for (const [name, held] of [
    ['classic C19: an empty agent joins', nothing],
    [`classic C19: an agent joins that missed ${MISSED}`, before],
  ] as const) {
    const runs: { ms: number; bytes: number }[] = [];
    for (let run = 0; run <= RUNS; run += 1) runs.push(await joinOf(all, held));
    const of = (field: 'ms' | 'bytes'): number => median(runs.slice(1).map((run) => run[field]));
    results.push(
      figure(`${name}: until it has everything`, of('ms'), 'ms'),
      figure(`${name}: bytes there and back, headers included`, of('bytes') / 1e3, 'KB'),
    );
  }
  return results;
}
