/** Where a machine with a window keeps the secret of its private group: in the system's keychain, here one of the test's own. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretIn } from '../src/main/testing/group-kit.ts';
import { expect } from '@playwright/test';
import { Keyring, whyNoKeyring } from './fixtures/keyring.ts';
import { test as base, type Office, type Server } from './fixtures/office.ts';
import { grapevine, startAndWait } from './fixtures/outcome.ts';
import { nodeOptions } from './fixtures/program.ts';
import { filesHolding, processTexts } from './fixtures/traces.ts';
import { syncPill } from './fixtures/window.ts';

const test = base.extend<{ keyring: Keyring }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from the pattern
  keyring: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'grapevine-keyring-'));
    const keyring = new Keyring(folder);
    try {
      await keyring.start();
      await use(keyring);
    } finally {
      await keyring[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    }
  },
});

const reason = whyNoKeyring();
test.skip(reason !== null, reason ?? '');
// Each starts the program up to seven times.
test.describe.configure({ timeout: 180_000 });

const groupFile = (profile: string): string => join(profile, 'group.json');
const groupText = (profile: string): Promise<string> => readFile(groupFile(profile), 'utf8');

interface FirstMember extends Server {
  secret: string;
  code: string;
  /** Holds the code; not in the profile of another. */
  invite: string;
}

/** A node without a window, whose secret is in its file. */
async function firstMember(office: Office): Promise<FirstMember> {
  const server = await office.serve({ name: 'Reception', group: ['--new-group'] });
  const secret = await secretIn(server.profile);
  const code = (await grapevine('invite', '--profile', server.profile)).output.trim();
  const invite = join(server.profile, 'invite.txt');
  await writeFile(invite, code);
  return { ...server, secret, code, invite };
}

const traces = ({ secret, code }: FirstMember): (string | Buffer)[] => [
  ...[secret, code, code.replaceAll('-', ''), code.toLowerCase()],
  Buffer.from(secret, 'hex'),
];

test('[GR6] a window keeps the secret in the keychain only, and opens it at its next start', async ({
  office,
  keyring,
}) => {
  const first = await firstMember(office);
  expect(filesHolding(first.profile, traces(first)).sort()).toEqual([groupFile(first.profile), first.invite].sort());
  const joined = await office.open({ name: 'Workshop', group: ['--join-file', first.invite], keyring });
  await expect(syncPill(joined.page)).toHaveText(/In sync with 1 peer/);
  // The window that runs is asked.
  expect((await grapevine('invite', '--profile', joined.profile)).output.trim()).toBe(first.code);
  expect(JSON.parse(await groupText(joined.profile))).toMatchObject({ kind: 'private', kept: 'keychain' });
  expect(filesHolding(joined.profile, traces(first))).toEqual([]);
  const seen = processTexts(joined.app.process().pid!);
  expect(seen.length).toBeGreaterThan(2);
  for (const trace of [first.secret, first.code]) expect(seen.join('\n')).not.toContain(trace);
  await joined.app.close();
  expect(filesHolding(joined.profile, traces(first))).toEqual([]);

  const again = await office.open({ name: 'Workshop', profile: joined.profile, group: [], keyring });
  await expect(syncPill(again.page)).toHaveText(/In sync with 1 peer/);
  expect(await again.app.evaluate(({ app }) => app.name)).toBe('Grapevine');
});

test('[GR6] a secret in a file moves into the keychain once a window has one', async ({ office, keyring }) => {
  const first = await firstMember(office);
  const plain = await office.open({ name: 'Workshop', group: ['--join-file', first.invite] });
  await expect(syncPill(plain.page)).toHaveText(/In sync with 1 peer/);
  expect(filesHolding(plain.profile, traces(first))).toEqual([groupFile(plain.profile)]);
  await plain.app.close();

  await keyring.lock();
  const locked = await office.open({ name: 'Workshop', profile: plain.profile, group: [], keyring });
  await expect(syncPill(locked.page)).toHaveText(/In sync with 1 peer/);
  expect(filesHolding(plain.profile, traces(first))).toEqual([groupFile(plain.profile)]);
  await expect.poll(() => readFile(join(plain.profile, 'grapevine.log'), 'utf8')).toContain('keychain-refused');
  await locked.app.close();

  await keyring.end();
  await keyring.unlock();
  const moved = await office.open({ name: 'Workshop', profile: plain.profile, group: [], keyring });
  await expect(syncPill(moved.page)).toHaveText(/In sync with 1 peer/);
  expect(filesHolding(plain.profile, traces(first))).toEqual([]);
});

test('[GR6] without its keychain a profile is left as it is, and says what to do', async ({ office, keyring }) => {
  const first = await firstMember(office);
  const { app, profile } = await office.open({ name: 'Workshop', group: ['--join-file', first.invite], keyring });
  await app.close();
  const kept = await groupText(profile);

  for (const command of [
    ['serve', ...nodeOptions(profile, 'Workshop', [])],
    ['invite', '--profile', profile],
  ]) {
    const { code, errors } = await grapevine(...command);
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^grapevine: The secret in .* which only the window can ask: open the window .*--join-file\.\n$/,
    );
  }
  const refusals = [];
  await keyring.lock();
  refusals.push(await startAndWait(nodeOptions(profile, 'Workshop', []), keyring));
  await keyring.end();
  refusals.push(await startAndWait(nodeOptions(profile, 'Workshop', []), keyring));
  refusals.push(await startAndWait(nodeOptions(profile, 'Workshop', [])));
  for (const { code, errors } of refusals) {
    expect(code).toBe(1);
    expect(errors).toMatch(/grapevine: The secret in .* which does not open it now: unlock the keychain .*\n/);
  }
  expect(await groupText(profile)).toBe(kept);

  await keyring.unlock();
  const again = await office.open({ name: 'Workshop', profile, group: [], keyring });
  await expect(syncPill(again.page)).toHaveText(/In sync with 1 peer/);
});

test('[GR6] each profile has an entry of its own in the keychain, also when they start at the same time', async ({
  office,
  keyring,
}) => {
  const first = await firstMember(office);
  const group = ['--join-file', first.invite];
  const both = await Promise.all(['Workshop', 'Lobby'].map((name) => office.open({ name, group, keyring })));
  await Promise.all(both.map(({ app }) => app.close()));
  const ids = await Promise.all(both.map(({ profile }) => readFile(join(profile, 'keychain-id'), 'utf8')));
  expect(keyring.applications().sort()).toEqual(ids.map((id) => `Grapevine ${id.trim()}`).sort());
  for (const { name, profile } of both) {
    const { page } = await office.open({ name, profile, group: [], keyring });
    await expect(syncPill(page)).toHaveText(/In sync with \d peers?/);
  }
});
