import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import type { NewHolder } from './holder.ts';
import { lockProfile } from './lock.ts';
import { profileFiles } from './paths.ts';

const CHILD = `
  import { lockProfile } from ${JSON.stringify(new URL('lock.ts', import.meta.url).href)};
  import { profileFiles } from ${JSON.stringify(new URL('paths.ts', import.meta.url).href)};
  globalThis.held = lockProfile(profileFiles(process.argv[1]), { pid: process.pid, kind: 'serve', since: Date.now() });
  console.log(JSON.stringify(globalThis.held));
  setInterval(() => {}, 1e6);
`;

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function lockInChild(dir: string): Promise<{ child: ChildProcess; answer: unknown }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CHILD, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, answer: JSON.parse(line.toString()) };
}

const ours = (): NewHolder => ({ pid: process.pid, kind: 'window', since: Date.now() });
const AT = /^\d\d:\d\d$/;

describe('lockProfile', () => {
  it('[ARCH] keeps a second process out and tells who holds the profile', async () => {
    await using folder = await tempFolder();
    const { child, answer } = await lockInChild(folder.path);
    expect(answer).toMatchObject({ ok: true });
    const refused = lockProfile(profileFiles(folder.path), ours());
    const text = `This profile is in use by grapevine serve (process ${child.pid}) since `;
    expect(refused).toMatchObject({
      ok: false,
      error: { kind: 'in-use', text: expect.stringContaining(text) as string },
    });
    expect(refused.ok ? '' : refused.error.text.slice(text.length, -1)).toMatch(AT);
  });

  it('[ARCH] is free again at once when its process was killed', async () => {
    await using folder = await tempFolder();
    const files = profileFiles(folder.path);
    const { child } = await lockInChild(folder.path);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(existsSync(files.holder)).toBe(true);
    const taken = lockProfile(files, ours());
    expect(taken).toMatchObject({ ok: true });
    expect(JSON.parse(readFileSync(files.holder, 'utf8'))).toMatchObject({ pid: process.pid, kind: 'window' });
    if (taken.ok) taken.value.release();
  });

  it('[ARCH] keeps another process out for as long as this one holds it', async () => {
    await using folder = await tempFolder();
    const files = profileFiles(folder.path);
    const taken = lockProfile(files, ours());
    expect((await lockInChild(folder.path)).answer).toMatchObject({ ok: false });
    if (taken.ok) taken.value.release();
    expect((await lockInChild(folder.path)).answer).toMatchObject({ ok: true });
  });

  it('[ARCH] holds within one process too, and is released once', async () => {
    await using folder = await tempFolder();
    const files = profileFiles(folder.path);
    const first = lockProfile(files, ours());
    expect(lockProfile(files, ours())).toMatchObject({ ok: false, error: { kind: 'in-use' } });
    if (first.ok) first.value.release();
    expect(existsSync(files.holder)).toBe(false);
    const second = lockProfile(files, ours());
    if (first.ok) first.value.release();
    expect(lockProfile(files, ours())).toMatchObject({ ok: false, error: { kind: 'in-use' } });
    if (second.ok) second.value.release();
  });

  it.each([
    ['', /^This profile is in use by another Grapevine\.$/],
    ['{"pid":0}', /^This profile is in use by another Grapevine\.$/],
    ['{"pid":2147483647,"kind":"serve","since":0}', /^This profile is in use by another Grapevine\.$/],
    [
      `{"pid":${process.pid},"kind":"window","since":129600000}`,
      /^This profile is in use by the Grapevine window \(process \d+\) since 1970-01-0\d \d\d:\d\d\.$/,
    ],
  ])('[ARCH] does not rely on the note %j', async (note, text) => {
    await using folder = await tempFolder();
    const files = profileFiles(folder.path);
    const taken = lockProfile(files, ours());
    writeFileSync(files.holder, note);
    const refused = lockProfile(files, ours());
    expect(refused.ok ? '' : refused.error.text).toMatch(text);
    if (taken.ok) taken.value.release();
  });

  it.skipIf(process.platform === 'win32')('[ARCH] leaves only files that their owner alone can read', async () => {
    await using folder = await tempFolder();
    const files = profileFiles(folder.path);
    const taken = lockProfile(files, ours());
    for (const path of [files.lock, files.holder]) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(`${files.lock}-journal`)).toBe(false);
    if (taken.ok) taken.value.release();
  });

  it('[ARCH] says so when the lock cannot be used', async () => {
    await using folder = await tempFolder();
    const files = profileFiles(folder.path);
    writeFileSync(files.lock, 'this is not a database, and longer than an empty file');
    const refused = lockProfile(files, ours());
    expect(refused).toMatchObject({ ok: false, error: { kind: 'failed' } });
    expect(lockProfile(profileFiles(join(folder.path, 'none')), ours())).toMatchObject({ error: { kind: 'failed' } });
  });
});
