import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { loadKeychainId } from './keychain-id.ts';

it('[GR6] gives each profile an entry of its own in the keychain, made once', async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, 'keychain-id');
  const first = await loadKeychainId(path);
  expect(first).toMatchObject({ ok: true, value: expect.stringMatching(/^[0-9a-f]{8}$/) as string });
  expect(await loadKeychainId(path)).toEqual(first);
  expect(await loadKeychainId(join(folder.path, 'other'))).not.toEqual(first);
});

it.each(['', 'another name', '0123ABCD'])('[GR6] refuses the unusable id %j and keeps its file', async (text) => {
  await using folder = await tempFolder();
  const path = join(folder.path, 'keychain-id');
  await writeFile(path, text);
  expect(await loadKeychainId(path)).toMatchObject({ ok: false, error: expect.stringContaining(path) as string });
  expect(await readFile(path, 'utf8')).toBe(text);
});
