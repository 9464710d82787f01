import type { EntryView } from '../../src/shared/model.ts';
import type { PeerRequest, PeerResponse } from '../../src/core/ports.ts';
import { encodeUtf8 } from '../../src/core/state/utf8.ts';
import { PERFECT, type NetworkConditions } from '../../src/core/testing/memory-network.ts';
import { SimulatedOffice, type Machine, type OfficeOptions } from '../../src/core/testing/simulated-office.ts';
import type { GroupSecret } from '../../src/core/group/invite-code.ts';
import { settle } from './settle.ts';
import { xxh64 } from './state.ts';

/** An office in virtual time, with nobody in it yet. */
export const newOffice = (
  seed = 1,
  conditions: NetworkConditions = PERFECT,
  settings: OfficeOptions['settings'] = {},
): SimulatedOffice => new SimulatedOffice({ seed, conditions, settle, xxh64, settings });

/** An office of a private group. */
export const privateOffice = (secret: GroupSecret, conditions: NetworkConditions = PERFECT): SimulatedOffice =>
  new SimulatedOffice({ seed: 1, conditions, settle, xxh64, secret });

/** An office of `count` machines that know each other. */
export async function openOffice(
  count: number,
  conditions: NetworkConditions = PERFECT,
  seed = 1,
): Promise<SimulatedOffice> {
  const office = newOffice(seed, conditions);
  await office.open(count);
  await office.time.pass(1_000);
  return office;
}

/** The machine falls silent without a word, as if its plug were pulled. */
export function pullPlug(office: SimulatedOffice, { host }: Machine): void {
  office.network.conditions = { ...PERFECT, connects: (from, to) => from !== host && to !== host };
}

/** The states of the peers that the machine knows. */
export const peerStates = ({ node }: Machine): string[] => node.peers().map(({ state }) => state.kind);

/** What a program without a `Grapevine` header gets for a request to the machine's peer port. */
export async function ask(
  office: SimulatedOffice,
  machine: Machine,
  method: string,
  path: string,
  body: string | Uint8Array = '',
  grapevine: string | null = null,
): Promise<PeerResponse> {
  const client = office.network.transport('client', 1);
  await client.start(() => Promise.reject(new Error('nobody calls the client')));
  const bytes = typeof body === 'string' ? encodeUtf8(body) : body;
  const request: PeerRequest = { method, path, grapevine, body: bytes };
  const limits = { connectTimeoutMs: 1_000, timeoutMs: 5_000, maxResponseBytes: 2 ** 30 };
  const answered = client.request({ host: machine.host, port: 4097 }, request, limits);
  await office.time.pass(10);
  const answer = await answered;
  await client.stop();
  if (!answer.ok) throw new Error(answer.error.detail);
  return answer.value;
}

export const textOf = ({ body }: PeerResponse): string => new TextDecoder().decode(body);

/** Everything that a machine holds, by key. */
export const valuesOf = ({ node }: Machine): Map<string, string> => {
  const { entries } = node.list({ filter: '', offset: 0, limit: 1_000_000 });
  return new Map(entries.map(({ key, text }: EntryView) => [key, text]));
};
