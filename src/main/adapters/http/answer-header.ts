import type { IncomingHttpHeaders } from 'node:http';

/** The `Grapevine` header of an answer; null when there is none. */
export function grapevineOf(headers: IncomingHttpHeaders): string | null {
  const header = headers['grapevine'];
  return Array.isArray(header) ? header.join(', ') : (header ?? null);
}
