import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { writeFileAtomic } from './atomic-file.ts';

describe('writeFileAtomic', () => {
  it('[ARCH] replaces a file and leaves nothing else behind', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'settings.json');
    await writeFile(path, 'old');
    await writeFileAtomic(path, 'new é');
    expect(await readFile(path, 'utf8')).toBe('new é');
    expect(await readdir(folder.path)).toEqual(['settings.json']);
  });

  it.skipIf(process.platform === 'win32')('[ARCH] makes files that only their owner can read', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'token');
    await writeFile(path, 'old', { mode: 0o666 });
    await writeFileAtomic(path, 'new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('[ARCH] throws and cleans up when the file cannot be replaced', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'taken');
    await mkdir(join(path, 'inner'), { recursive: true });
    await expect(writeFileAtomic(path, 'text')).rejects.toThrow();
    expect(await readdir(folder.path)).toEqual(['taken']);
  });
});
