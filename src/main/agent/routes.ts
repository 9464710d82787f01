import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Key } from '../../shared/model.ts';
import { assertNever } from '../../shared/result.ts';
import { errorJson } from './answers.ts';
import type { BodyReader } from './body-reader.ts';
import { createGroupHandlers } from './group-handlers.ts';
import { createHandlers, type ApiNode } from './handlers.ts';
import { sendJson } from './send-json.ts';
import { parseTarget, type Target } from './target.ts';

type Method = 'GET' | 'HEAD' | 'PUT' | 'DELETE';
type Handler = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | Promise<FastifyReply>;

/** What one kind of target can be asked; HEAD comes with GET. */
type Methods = Partial<Record<Method, Handler>>;

export interface RouteComponents {
  node: ApiNode;
  bodies: BodyReader;
  /** Whether an `Authorization` header shows the token. */
  hasToken: (authorization: string | undefined) => boolean;
}

/**
 * Adds every route of the local API. Fastify's router decodes and splits paths in its own ways, so all targets are one
 * route to it (see {@link toOneRoute}), and the target is read from the request line itself (LA1).
 */
export function addRoutes(app: FastifyInstance, parts: RouteComponents): void {
  const methodsOf = createMethodTable(parts);
  const answer: Handler = (request, reply) => {
    const target = parseTarget(request.originalUrl);
    const methods = methodsOf(target);
    if (methods === null) return refuseTarget(target, reply);
    const handler = new Map<string, Handler>(Object.entries(methods)).get(request.method);
    return handler === undefined ? refuseMethod(methods, request, reply) : handler(request, reply);
  };
  app.all('/', answer);
  // Methods that Fastify does not know.
  app.setNotFoundHandler(answer);
}

/** Fastify's `rewriteUrl`: `originalUrl` keeps the target as it came. */
export const toOneRoute = (): string => '/';

/** What each target can be asked; null for targets that are nothing. */
function createMethodTable({ node, bodies, hasToken }: RouteComponents): (target: Target) => Methods | null {
  const handlers = createHandlers(node, bodies);
  const group = createGroupHandlers(node, bodies, hasToken);
  const resources = new Map<string, Methods>([
    ['status', withHead({ GET: handlers.getStatus })],
    ['peers', withHead({ GET: handlers.getPeers })],
    ['group/invite', withHead({ GET: group.getInvite })],
    ['group/key', { PUT: group.putKey, DELETE: group.deleteOldKeys }],
  ]);
  const keyMethods = (key: Key): Methods =>
    withHead({
      GET: (request, reply) => handlers.getEntry(key, request, reply),
      PUT: (request, reply) => handlers.putEntry(key, request, reply),
      DELETE: (request, reply) => handlers.deleteEntry(key, request, reply),
    });
  return (target) => {
    switch (target.kind) {
      case 'root':
        return { PUT: handlers.putEntries };
      case 'key':
        return keyMethods(target.key);
      case 'resource':
        return resources.get(target.name) ?? null;
      case 'bad':
        return null;
      default:
        return assertNever(target);
    }
  };
}

const withHead = (methods: Methods & { GET: Handler }): Methods => ({ ...methods, HEAD: methods.GET });

function refuseTarget(target: Target, reply: FastifyReply): FastifyReply {
  if (target.kind === 'bad') return sendJson(reply.code(400), errorJson(target.reason));
  return sendJson(
    reply.code(404),
    errorJson('There is nothing here: paths that begin with /-/ belong to the API itself and are no keys.'),
  );
}

function refuseMethod(methods: Methods, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const allowed = Object.keys(methods).join(', ');
  const sentence = `${request.method} is not possible here: use ${allowed}.`;
  return sendJson(reply.code(405).header('allow', allowed), errorJson(sentence));
}
