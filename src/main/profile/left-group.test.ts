import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { forgetChoice, isFresh, setGroupAside } from './left-group.ts';
import { profileFiles } from './paths.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
const FOLDER = '2026-11-27T12-00-00.000Z';

it('[GR7] what the group held is set aside, and the profile is as new', async () => {
  await using folder = await tempFolder();
  const files = profileFiles(folder.path);
  expect(isFresh(files)).toBe(true);
  for (const file of [files.group, files.state, `${files.state}-wal`, files.settings]) await writeFile(file, file);
  expect(isFresh(files)).toBe(false);
  expect(await setGroupAside(files, NOW)).toEqual({ ok: true, value: undefined });
  expect(isFresh(files)).toBe(true);
  expect((await readdir(folder.path)).sort()).toEqual(['left', 'settings.json']);
  const aside = join(folder.path, 'left', FOLDER);
  expect((await readdir(aside)).sort()).toEqual(['group.json', 'state.db', 'state.db-wal']);
  expect(await readFile(join(aside, 'group.json'), 'utf8')).toBe(files.group);
});

it('[GR7] when that cannot be done the key stays, so that nothing of the state goes to another group', async () => {
  await using folder = await tempFolder();
  const files = profileFiles(folder.path);
  for (const file of [files.group, files.state]) await writeFile(file, file);
  // A database cannot take the place of a folder that holds something.
  await mkdir(join(folder.path, 'left', FOLDER, 'state.db', 'x'), { recursive: true });
  const aside = await setGroupAside(files, NOW);
  expect(aside).toMatchObject({ ok: false, error: expect.stringContaining('could not be set aside in') as string });
  expect((await readdir(folder.path)).sort()).toEqual(['group.json', 'left', 'state.db']);
});

it('[GR7] a choice is forgotten only while nothing was kept in its group', async () => {
  await using folder = await tempFolder();
  const files = profileFiles(folder.path);
  await writeFile(files.group, '{}');
  await forgetChoice(files);
  expect(await readdir(folder.path)).toEqual([]);
  for (const file of [files.group, files.state]) await writeFile(file, '{}');
  await forgetChoice(files);
  expect((await readdir(folder.path)).sort()).toEqual(['group.json', 'state.db']);
});
