import { request } from 'node:http';
import { json, text } from 'node:stream/consumers';
import type { EntryView, PeerView } from '../../src/shared/model.ts';

/** What tests look at of `GET /-/status`. */
export interface StatusJson {
  id: string;
  digest: string;
  entries: number;
}

/** What the local API gives for a key (LA1). */
export interface EntryJson {
  value: unknown;
  ts: EntryView['ts'];
  ttl: EntryView['ttl'];
}

/** A node's local API behind a relay's socket. Rejects when nobody answers. */
export interface ApiClient {
  status(): Promise<StatusJson>;
  peers(): Promise<PeerView[]>;
  /** Null when there is no such entry. */
  entry(key: string): Promise<EntryJson | null>;
  /** Resolves once durable. */
  put(key: string, value: unknown): Promise<void>;
}

interface Answer {
  status: number;
  body: unknown;
}

export function createApiClient(socketPath: string): ApiClient {
  const ask = (method: string, path: string, body = ''): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        { socketPath, method, path, headers: { host: 'localhost' }, agent: false },
        (incoming) => {
          const status = incoming.statusCode ?? 0;
          const read = status === 200 ? json(incoming) : text(incoming);
          read.then((answered) => resolve({ status, body: answered }), reject);
        },
      );
      outgoing.on('error', reject).end(body);
    });
  const get = async (path: string): Promise<Answer> => expectStatus([200, 404], await ask('GET', path));
  return {
    status: async () => (await get('/-/status')).body as StatusJson,
    peers: async () => ((await get('/-/peers')).body as { peers: PeerView[] }).peers,
    entry: async (key) => {
      const { status, body } = await get(`/${encodeURIComponent(key)}`);
      return status === 200 ? (body as EntryJson) : null;
    },
    put: async (key, value) => void expectStatus([204], await ask('PUT', '/', JSON.stringify({ [key]: { value } }))),
  };
}

function expectStatus(wanted: readonly number[], answer: Answer): Answer {
  if (!wanted.includes(answer.status))
    throw new Error(`The local API answered ${answer.status}: ${String(answer.body)}`);
  return answer;
}
