/** Web pages in a real Chromium on the same machine, and what they can do to a node there: nothing. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from '@playwright/test';
import { tryAll } from './fixtures/attempts.ts';
import { openBrowser } from './fixtures/browser.ts';
import { test, type Office, type Server } from './fixtures/office.ts';
import { openRelay } from './fixtures/relay.ts';

const PAGE = '<!doctype html><title>a page</title><body></body>';
const KEY = 'desks/3-114';
const VALUE = 'Anna Ek';
const REFUSALS = [400, 401, 403, 421];

async function ask(server: Server, method: string, path: string, body?: string): Promise<Response> {
  const token = (await readFile(join(server.profile, 'api-token'), 'utf8')).trim();
  const headers = { authorization: `Bearer ${token}` };
  return fetch(`http://127.0.0.1:${server.apiPort}${path}`, { method, headers, body: body ?? null });
}

const digestOf = async (server: Server): Promise<unknown> =>
  ((await (await ask(server, 'GET', '/-/status')).json()) as { digest: unknown }).digest;

/** A node that holds one entry and asks programs for no token: so that only what is told apart by the browser protects it. */
async function holder(office: Office, name: string, group: string[]): Promise<{ server: Server; digest: unknown }> {
  const server = await office.serve({ name, group, args: ['--no-token'] });
  expect((await ask(server, 'PUT', '/', JSON.stringify({ [KEY]: { value: VALUE } }))).status).toBe(204);
  return { server, digest: await digestOf(server) };
}

/** Nothing has been changed since the one entry was written, and nothing was so for a while. */
async function expectUntouched({ server, digest }: { server: Server; digest: unknown }): Promise<void> {
  expect(await digestOf(server)).toBe(digest);
  await server.stop();
  const database = new DatabaseSync(join(server.profile, 'state.db'), { readOnly: true });
  expect(database.prepare('SELECT key FROM entries').all()).toEqual([{ key: KEY }]);
  expect(database.prepare('SELECT seq FROM changesets').all()).toHaveLength(1);
  database.close();
}

/** What a page of another origin learns: that it could not read, or an answer that it cannot look into. */
const NOTHING = /^(TypeError: Failed to fetch|opaque 0 |error|nothing|true)$/;

test('[PS6] a page of another site reads and changes nothing, by no way that a browser has', async ({ office }) => {
  const machines = [await holder(office, 'opened', ['--open']), await holder(office, 'closed', ['--new-group'])];
  await using browser = await openBrowser(['opened', 'closed']);
  await using site = await openRelay(null, PAGE);
  for (const { server } of machines) {
    await using peers = await openRelay(server.peerPort);
    await using programs = await openRelay(server.apiPort);
    for (const [relay, path] of [
      [peers, '/'],
      [programs, `/${KEY}`],
    ] as const) {
      await browser.page.goto(`http://127.0.0.1:${site.port}/`);
      const learned = await tryAll(browser.page, { origin: `http://127.0.0.1:${relay.port}`, path });
      for (const [way, outcome] of Object.entries(learned)) expect(`${way}: ${outcome}`).toMatch(learnedNothing(way));
      expect(relay.statuses.length).toBeGreaterThan(15);
      expect(relay.statuses.filter((status) => !REFUSALS.includes(status))).toEqual([]);
      // To an address that is not this machine's own, as the browser sees it, it tells less of who asks: a GET for a picture may get an
      // answer, which the page cannot look into, and nothing is changed by it.
      await browser.page.reload();
      const elsewhere = await tryAll(browser.page, { origin: `http://${server.name}:${relay.port}`, path });
      for (const [way, outcome] of Object.entries(elsewhere)) expect(`${way}: ${outcome}`).toMatch(learnedNothing(way));
    }
  }
  for (const machine of machines) await expectUntouched(machine);
});

const learnedNothing = (way: string): RegExp => new RegExp(`^${way.replace(/[/-]/g, '.')}: ${NOTHING.source.slice(1)}`);

test('[PS6] a page whose name is made to mean this machine reads and changes nothing', async ({ office }) => {
  const machines = [await holder(office, 'opened', ['--open']), await holder(office, 'closed', ['--new-group'])];
  await using browser = await openBrowser(['rebind.test']);
  for (const { server } of machines) {
    for (const [port, path] of [
      [server.peerPort, '/'],
      [server.apiPort, `/${KEY}`],
    ] as const) {
      await using relay = await openRelay(port, PAGE);
      const origin = `http://rebind.test:${relay.port}`;
      await browser.page.goto(origin);
      expect(await browser.page.title()).toBe('a page');
      relay.page = null;
      const learned = await tryAll(browser.page, { origin, path });
      // It may read what it is refused with: that is all it gets.
      expect(learned['fetch']).toMatch(/^basic 421 \{"error":"[^"]+"\}$/);
      expect(learned['fetch PUT']).toMatch(/^basic 403 \{"error":"[^"]+"\}$/);
      expect(Object.values(learned).join('\n')).not.toMatch(/desks|Anna|basic 2/);
      expect(relay.statuses.length).toBeGreaterThan(15);
      expect(relay.statuses.filter((status) => !REFUSALS.includes(status))).toEqual([]);
    }
  }
  for (const machine of machines) await expectUntouched(machine);
});
