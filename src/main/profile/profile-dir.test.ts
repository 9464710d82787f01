import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { prepareProfileDir } from './profile-dir.ts';

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o7777;
const OK = { ok: true, value: undefined };

describe.skipIf(process.platform === 'win32')('prepareProfileDir', () => {
  it('[ARCH] makes the folder and those above it', async () => {
    await using folder = await tempFolder();
    const dir = join(folder.path, 'a', 'profile');
    expect(await prepareProfileDir(dir)).toEqual(OK);
    expect(await modeOf(dir)).toBe(0o700);
  });

  it.each([
    ['an empty folder', null],
    ['a profile', 'identity.json'],
    ['a profile with settings only', 'settings.json'],
  ])('[ARCH] closes %s to others', async (_what, file) => {
    await using folder = await tempFolder();
    const dir = join(folder.path, 'profile');
    await mkdir(dir);
    await chmod(dir, 0o775);
    if (file !== null) await writeFile(join(dir, file), '{}');
    expect(await prepareProfileDir(dir)).toEqual(OK);
    expect(await modeOf(dir)).toBe(0o700);
  });

  it('[ARCH] leaves the mode of a folder with other things in it', async () => {
    await using folder = await tempFolder();
    await writeFile(join(folder.path, 'letter.txt'), '');
    await chmod(folder.path, 0o755);
    expect(await prepareProfileDir(folder.path)).toEqual(OK);
    expect(await modeOf(folder.path)).toBe(0o755);
  });

  it.each([0o1777, 0o777, 0o770])('[ARCH] refuses such a folder if others may write to it: mode %o', async (mode) => {
    await using folder = await tempFolder();
    await writeFile(join(folder.path, 'letter.txt'), '');
    await chmod(folder.path, mode);
    const error = `The profile folder ${folder.path} can be written to by other users: choose a folder of your own.`;
    expect(await prepareProfileDir(folder.path)).toEqual({ ok: false, error });
    expect(await modeOf(folder.path)).toBe(mode);
  });

  it.each([0o700, 0o755])('[GR6] closes its files to others, and no others: folder of mode %o', async (mode) => {
    await using folder = await tempFolder();
    const ours = [
      'group.json',
      'api-token',
      'identity.json',
      'state.db',
      'state.db-wal',
      'grapevine.log.1',
      'holder.json',
    ];
    for (const name of [...ours, 'letter.txt']) {
      await writeFile(join(folder.path, name), '');
      await chmod(join(folder.path, name), 0o644);
    }
    await symlink(join(folder.path, 'letter.txt'), join(folder.path, 'settings.json'));
    await chmod(folder.path, mode);
    expect(await prepareProfileDir(folder.path)).toEqual(OK);
    expect(await modeOf(folder.path)).toBe(0o700);
    const modes = await Promise.all(ours.map((name) => modeOf(join(folder.path, name))));
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(await modeOf(join(folder.path, 'letter.txt'))).toBe(0o644);
  });

  it('[ARCH] says why a folder cannot be made', async () => {
    await using folder = await tempFolder();
    const dir = join(folder.path, 'file', 'profile');
    await writeFile(join(folder.path, 'file'), '');
    const error = `The profile folder ${dir} cannot be used: a part of the path is not a folder.`;
    expect(await prepareProfileDir(dir)).toEqual({ ok: false, error });
  });
});
