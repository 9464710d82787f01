import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { sendError } from './error-answer.ts';
import { createHostCheck } from './host-check.ts';

export interface WebGuardSettings {
  /** This machine's names and the configured ones, without port; case does not matter. */
  allowedHostNames: readonly string[];
}

interface Refusal {
  status: 400 | 403 | 421;
  sentence: string;
}

/**
 * Refuses every request that a web page could have caused (PS6), before anything else looks at it. Call it once, before
 * any other `onRequest` hook is added. No CORS header is ever sent.
 */
export function refuseWebPages(app: FastifyInstance, settings: WebGuardSettings): void {
  const refusalOf = createWebGuard(settings);
  app.addHook('onRequest', (request, reply, next) => {
    const refusal = refusalOf(request.raw) ?? refusalOfTarget(request.originalUrl);
    if (refusal === null) next();
    else sendError(reply, refusal.status, refusal.sentence, true);
  });
}

/** What is wrong with a request's headers, as far as web pages are concerned; null when it may go on. */
export function createWebGuard({ allowedHostNames }: WebGuardSettings): (request: IncomingMessage) => Refusal | null {
  const isOurs = createHostCheck(allowedHostNames);
  return (request) => refusalOfHeaders(request, isOurs);
}

function refusalOfHeaders(request: IncomingMessage, isOurs: (host: string) => boolean): Refusal | null {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined || (site !== undefined && site !== 'none')) {
    return { status: 403, sentence: 'Web pages may not use this address.' };
  }
  if (host === undefined || countHosts(request.rawHeaders) !== 1) {
    return { status: 400, sentence: 'A request needs exactly one Host header.' };
  }
  return isOurs(host) ? null : { status: 421, sentence: 'The Host header names another machine.' };
}

/** A whole URL as request target is meant for a proxy, and would overrule the Host header. */
const refusalOfTarget = (target: string): Refusal | null =>
  target.startsWith('/') ? null : { status: 400, sentence: 'A request must ask for a path.' };

/** Node keeps only the first of several Host headers, and which one a proxy took is unknown. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}
