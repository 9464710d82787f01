import { fastify, type FastifyError, type FastifyInstance } from 'fastify';
import type { Logger } from '../../core/ports.ts';
import { ok, type Result } from '../../shared/result.ts';
import { openListeners, type ListenError, type Listeners } from '../adapters/http/listeners.ts';
import { NO_SCHEMAS } from '../adapters/http/no-schemas.ts';
import { refuseWebPages } from '../adapters/http/web-guard.ts';
import { errorJson } from './answers.ts';
import { createBearerCheck } from './bearer.ts';
import { BodyReader } from './body-reader.ts';
import type { ApiNode } from './handlers.ts';
import type { LocalApiLimits } from './limits.ts';
import { addRoutes, toOneRoute } from './routes.ts';
import { sendJson } from './send-json.ts';

/** Programs on this machine only (LA1). */
const HOSTS = ['127.0.0.1', '::1'];

export interface LocalApiComponents {
  node: ApiNode;
  logger: Logger;
}

export interface LocalApiSettings {
  /** 0 takes any free one; a taken one is followed by the next free one. */
  port: number;
  token: string;
  /** Whether callers must show it; if not, every program on this machine may read and write the state (LA4). */
  isTokenRequired: boolean;
  /** This machine's names, for the `Host` check (PS6). */
  allowedHostNames: readonly string[];
  limits: LocalApiLimits;
}

export interface LocalApi {
  /** Resolves with the port in use. */
  start(): Promise<Result<{ port: number }, ListenError>>;
  stop(): Promise<void>;
}

/** The HTTP API for programs on this machine (LA1 to LA4). `start` and `stop` may be called twice. */
export function createLocalApi(components: LocalApiComponents, settings: LocalApiSettings): LocalApi {
  let starting: ReturnType<typeof open> | null = null;
  return {
    async start() {
      starting ??= open(components, settings);
      const opened = await starting;
      if (opened.ok) return ok({ port: opened.value.listeners.port });
      starting = null;
      return opened;
    },
    async stop() {
      const opened = await starting;
      starting = null;
      if (opened?.ok !== true) return;
      await opened.value.listeners.close();
      await opened.value.app.close();
    },
  };
}

async function open(
  components: LocalApiComponents,
  settings: LocalApiSettings,
): Promise<Result<{ app: FastifyInstance; listeners: Listeners }, ListenError>> {
  const app = buildApp(components, settings);
  const { port, limits } = settings;
  const opened = await openListeners(app, components, { hosts: HOSTS, port, limits });
  if (opened.ok) return ok({ app, listeners: opened.value });
  await app.close();
  return opened;
}

function buildApp({ node, logger }: LocalApiComponents, settings: LocalApiSettings): FastifyInstance {
  const app = fastify({ rewriteUrl: toOneRoute, exposeHeadRoutes: false, schemaController: NO_SCHEMAS });
  refuseWebPages(app, settings);
  const hasToken = createBearerCheck(settings.token);
  if (settings.isTokenRequired) requireToken(app, hasToken);
  ignoreContentType(app);
  addRoutes(app, { node, bodies: new BodyReader(settings.limits), hasToken });
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500 || status === 503) return sendJson(reply.code(status), errorJson(error.message));
    logger.error('local-api-failed', { method: request.method, error: error.stack ?? error.message });
    return sendJson(reply.code(500), errorJson('This should not have happened: the log says more.'));
  });
  return app;
}

function requireToken(app: FastifyInstance, isAllowed: ReturnType<typeof createBearerCheck>): void {
  const sentence =
    'This needs the header "Authorization: Bearer TOKEN", with the token in the file api-token of the profile.';
  app.addHook('onRequest', (request, reply, next) => {
    if (isAllowed(request.headers.authorization)) next();
    else sendJson(reply.code(401).header('www-authenticate', 'Bearer'), errorJson(sentence));
  });
}

/**
 * C19's programs send any Content-Type or none, and Fastify refuses malformed ones: none counts (LA1). Bodies are left
 * unread, for the handlers that want them.
 */
function ignoreContentType(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, next) => {
    delete request.headers['content-type'];
    next();
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
}
