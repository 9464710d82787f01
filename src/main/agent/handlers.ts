/** What the local API does for each method and target (LA1, LA2). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GrapevineNode, LocalWrite, NodeStatus } from '../../core/node-api.ts';
import { versionOf } from '../../core/state/digest.ts';
import type { Key, PeerView } from '../../shared/model.ts';
import { ok, type Result } from '../../shared/result.ts';
import { entryJson, errorJson, writeRefusal } from './answers.ts';
import type { BodyReader } from './body-reader.ts';
import { decodeWrite, decodeWrites, type BodyError } from './bodies.ts';
import { callerLabel } from './caller-label.ts';
import type { GroupNode } from './group-handlers.ts';
import { sendJson } from './send-json.ts';

export type ApiNode = Pick<GrapevineNode, 'status' | 'peers' | 'entry' | 'write'> & GroupNode;

type Answer = FastifyReply | Promise<FastifyReply>;
type Handler = (request: FastifyRequest, reply: FastifyReply) => Answer;
type KeyHandler = (key: Key, request: FastifyRequest, reply: FastifyReply) => Answer;

export interface Handlers {
  putEntries: Handler;
  getEntry: KeyHandler;
  putEntry: KeyHandler;
  deleteEntry: KeyHandler;
  getStatus: Handler;
  getPeers: Handler;
}

export function createHandlers(node: ApiNode, bodies: BodyReader): Handlers {
  async function write(
    writes: Result<LocalWrite[], BodyError>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    if (!writes.ok) {
      const { key, reason } = writes.error;
      return sendJson(reply.code(422), errorJson(reason, key === null ? {} : { key }));
    }
    if (writes.value.length === 0) return reply.code(204).send();
    const done = await node.write(writes.value, { kind: 'api', label: callerLabel(request.headers) });
    if (done.ok) return reply.code(204).send();
    const refusal = writeRefusal(done.error);
    return sendJson(reply.code(refusal.status), refusal.body);
  }

  return {
    putEntries: async (request, reply) => {
      const body = await bodies.read(request, reply);
      return body === null ? reply : write(decodeWrites(body), request, reply);
    },
    getEntry: (key, _request, reply) => {
      const entry = node.entry(key);
      if (entry !== null && !entry.deleted) return sendJson(reply, entryJson(entry));
      return sendJson(reply.code(404), errorJson('There is no entry for this key.', { key }));
    },
    putEntry: async (key, request, reply) => {
      const body = await bodies.read(request, reply);
      if (body === null) return reply;
      const decoded = decodeWrite(key, body);
      return write(decoded.ok ? ok([decoded.value]) : decoded, request, reply);
    },
    deleteEntry: (key, request, reply) => write(ok([{ key, value: null }]), request, reply),
    getStatus: (_request, reply) => sendJson(reply, JSON.stringify(statusView(node.status(), node.peers()))),
    getPeers: (_request, reply) => sendJson(reply, JSON.stringify({ peers: node.peers() })),
  };
}

/** `peers` counts those that are alive (LA2). */
function statusView(status: NodeStatus, peers: PeerView[]): object {
  const alive = peers.filter(({ state }) => state.kind === 'alive').length;
  return { ...status, version: versionOf(status.digest), peers: alive };
}
