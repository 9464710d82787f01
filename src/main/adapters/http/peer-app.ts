import type { IncomingMessage, ServerResponse } from 'node:http';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { SEALED_PATH } from '../../../core/group/sealed-server.ts';
import type { Logger, PeerHandler, PeerResponse } from '../../../core/ports.ts';
import type { ChannelServer } from './channel-server.ts';
import { Holding, type ByteBudget } from './byte-budget.ts';
import { acceptedEncoding, deflate, type Inflater } from './compression.ts';
import { refuseUnread, sendError } from './error-answer.ts';
import type { HttpLimits } from './limits.ts';
import { NO_SCHEMAS } from './no-schemas.ts';
import { BODY_REFUSALS, readBody } from './read-body.ts';
import { remoteHost } from './remote-host.ts';
import { refuseWebPages } from './web-guard.ts';

export interface PeerAppComponents {
  logger: Logger;
  handler: PeerHandler;
  /** Who answers on channels (GR9). */
  channels: Pick<ChannelServer, 'handlerOf'>;
  budget: ByteBudget;
  inflater: Inflater;
}

export interface PeerAppSettings {
  allowedHostNames: readonly string[];
  limits: HttpLimits;
}

/** The core decides on these; any other method is unknown here (PS4). */
const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'];

/**
 * The peer server as a Fastify application, for {@link openListeners}: guards (PS6), reads the body within the limits
 * (PS5), and hands the raw request to `handler`, which routes by itself.
 */
export function createPeerApp(components: PeerAppComponents, settings: PeerAppSettings): FastifyInstance {
  // Every path is one route here: Fastify must not decode, limit or refuse what it does not understand.
  const app = fastify({ rewriteUrl: () => '/', exposeHeadRoutes: false, schemaController: NO_SCHEMAS });
  app.removeAllContentTypeParsers();
  // The exchange reads the body itself: C19 sends none or any Content-Type (PS3), and Fastify refuses malformed ones.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  refuseWebPages(app, settings);
  app.addHook('onRequest', (request, reply, next) => {
    request.raw.headers['content-type'] = undefined;
    if (METHODS.includes(request.method)) next();
    else sendError(reply, 404, 'There is nothing here.');
  });
  app.setErrorHandler((error, _request, reply) => {
    components.logger.error('peer-request-failed', { error: String(error) });
    return sendError(reply, 500, 'Something went wrong in this node.');
  });
  const exchange = createExchange(components, settings.limits);
  app.route({ method: METHODS, url: '/', handler: exchange });
  return app;
}

function createExchange({ handler, channels, budget, inflater }: PeerAppComponents, limits: HttpLimits) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { raw } = request;
    const holding = holdFor(reply.raw, budget);
    const grapevine = grapevineHeader(raw);
    const maxBytes = grapevine === null ? limits.maxPlainBodyBytes : limits.maxBodyBytes;
    const body = await readBody(raw, maxBytes, holding, inflater);
    if (!body.ok) {
      if (body.error === 'aborted') return reply.hijack();
      const { status, sentence } = BODY_REFUSALS[body.error];
      return refuseUnread(reply, status, sentence);
    }
    const peerRequest = { method: raw.method ?? '', path: request.originalUrl, grapevine, body: body.value };
    const answerer = channels.handlerOf(raw.socket) ?? handler;
    const answer = await answerer(peerRequest, remoteHost(raw.socket));
    if (!holding.take(answer.body.length)) {
      const { status, sentence } = BODY_REFUSALS['no-room'];
      return sendError(reply, status, sentence, true);
    }
    if (request.originalUrl === SEALED_PATH && answer.body.length > 0) reply.type('application/octet-stream');
    return sendAnswer(reply, answer, grapevine === null ? null : raw, limits.compressAboveBytes);
  };
}

/** A share of the budget that ends with the exchange, however it ends. */
function holdFor(answer: ServerResponse, budget: ByteBudget): Holding {
  const holding = new Holding(budget);
  answer.once('close', () => holding.release());
  return holding;
}

function grapevineHeader({ headers }: IncomingMessage): string | null {
  const value = headers['grapevine'];
  return typeof value === 'string' ? value : null;
}

/** Sends an answer with its length; only a native asker (`native`) gets it compressed (C1.6). */
async function sendAnswer(
  reply: FastifyReply,
  { status, grapevine, body }: PeerResponse,
  native: IncomingMessage | null,
  compressAboveBytes: number,
): Promise<FastifyReply> {
  reply.code(status);
  if (grapevine !== null) reply.header('grapevine', grapevine);
  if (body.length === 0) return reply.send();
  if (!reply.hasHeader('content-type')) reply.type(native === null ? 'application/json' : 'application/octet-stream');
  const plain = Buffer.from(body.buffer, body.byteOffset, body.length);
  const encoding = native === null ? null : acceptedEncoding(native.headers['accept-encoding']);
  if (encoding === null || body.length <= compressAboveBytes) return reply.send(plain);
  const compressed = await deflate(plain, encoding);
  if (compressed.length >= plain.length) return reply.send(plain);
  return reply.header('content-encoding', encoding).send(compressed);
}
