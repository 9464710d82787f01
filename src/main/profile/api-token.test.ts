import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { loadApiToken } from './api-token.ts';

describe('loadApiToken', () => {
  it('[LA4] makes a token of 32 random bytes once', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'api-token');
    const first = await loadApiToken(path);
    expect(first.ok && Buffer.from(first.value, 'base64url').length).toBe(32);
    expect(await loadApiToken(path)).toEqual(first);
    expect(await loadApiToken(join(folder.path, 'other'))).not.toEqual(first);
  });

  it('[LA4] takes a token that the user has put there', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'api-token');
    await writeFile(path, `  ${'a1'.repeat(16)}\r\n`);
    expect(await loadApiToken(path)).toEqual({ ok: true, value: 'a1'.repeat(16) });
  });

  it.each(['', 'short', `${'a'.repeat(32)} b`, 'ü'.repeat(32), 'a'.repeat(257)])(
    '[LA4] refuses the unusable token %j and keeps its file',
    async (text) => {
      await using folder = await tempFolder();
      const path = join(folder.path, 'api-token');
      await writeFile(path, text);
      const loaded = await loadApiToken(path);
      expect(loaded).toMatchObject({ ok: false, error: expect.stringContaining(path) as string });
      expect(!loaded.ok && text.length > 4 && loaded.error.includes(text)).toBe(false);
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );
});
