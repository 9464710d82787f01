import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { loadIdentity, saveIdentity } from './identity.ts';
import type { NodeId } from '../../shared/model.ts';

const ID = '00112233445566778899aabbccddeeff' as NodeId;

describe('identity', () => {
  it('[PD3] is 16 random bytes, made once', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'identity.json');
    const first = await loadIdentity(path);
    expect(first).toEqual({ ok: true, value: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
    expect(await loadIdentity(path)).toEqual(first);
    expect(await loadIdentity(join(folder.path, 'other.json'))).not.toEqual(first);
  });

  it('[PD3] can be replaced', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'identity.json');
    await loadIdentity(path);
    await saveIdentity(path, ID);
    expect(await loadIdentity(path)).toEqual({ ok: true, value: ID });
  });

  it.each([
    ...['', '{}', '{"id": 1}', `{"id": "${ID.toUpperCase()}"}`, `{"id": "${ID}0"}`, '{"id": "'],
    `{"id": "${'0'.repeat(32)}"}`,
  ])('[ARCH] refuses the malformed file %j and leaves it as it is', async (text) => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'identity.json');
    await writeFile(path, text);
    const loaded = await loadIdentity(path);
    expect(loaded).toMatchObject({ ok: false, error: expect.stringContaining(path) as string });
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});
