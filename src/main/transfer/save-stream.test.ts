import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { saveStream } from './save-stream.ts';

describe('saveStream', () => {
  it('[UI] writes all pieces in place of what was there', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'state.json');
    await writeFile(path, 'a much longer text than the new one');
    await saveStream(path, ['{', 'é', '}']);
    expect(await readFile(path, 'utf8')).toBe('{é}');
    expect(await readdir(folder.path)).toEqual(['state.json']);
  });

  it('[UI] leaves what was there when it cannot be finished', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'state.json');
    await writeFile(path, 'old');
    const failing = function* (): Generator<string> {
      yield 'new';
      throw new Error('boom');
    };
    await expect(saveStream(path, failing())).rejects.toThrow('boom');
    expect(await readFile(path, 'utf8')).toBe('old');
    await mkdir(join(folder.path, 'taken'));
    await expect(saveStream(join(folder.path, 'taken'), ['x'])).rejects.toThrow();
    await expect(saveStream(join(folder.path, 'none', 'x'), ['x'])).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(folder.path)).toEqual(['state.json', 'taken']);
  });
});
