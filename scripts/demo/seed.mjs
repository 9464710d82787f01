import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../lib/problem.mjs';

const TIMEOUT_MS = 10_000;

/**
 * Writes entries through a node's local API, all at once.
 * @param {{ profile: string, apiPort: number, entries: ReadonlyArray<readonly [string, unknown]> }} options
 */
export async function seed({ profile, apiPort, entries }) {
  const token = (await readFile(join(profile, 'api-token'), 'utf8')).trim();
  const response = await fetch(`http://127.0.0.1:${apiPort}/`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(entries.map(([key, value]) => [key, { value }]))),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error) => {
    throw new Problem(`The demo's first node did not take its entries: ${String(error.cause ?? error)}`);
  });
  if (response.ok) return;
  throw new Problem(`The demo's entries were refused (${response.status}): ${await response.text()}`);
}
