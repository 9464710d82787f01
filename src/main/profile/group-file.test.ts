import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SECRET_BYTES, type GroupSecret } from '../../core/group/invite-code.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { loadGroup, saveGroup } from './group-file.ts';

const SECRET = Uint8Array.from({ length: SECRET_BYTES }, (_, i) => i) as Uint8Array as GroupSecret;

describe('the file of a group', () => {
  it('[GR6] gives back what was kept', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    expect(await loadGroup(file)).toEqual({ ok: true, value: null });
    for (const group of [{ kind: 'private' as const, secret: SECRET }, { kind: 'open' as const }]) {
      expect(await saveGroup(file, group)).toEqual({ ok: true, value: undefined });
      expect(await loadGroup(file)).toEqual({ ok: true, value: group });
    }
  });

  it.each([
    ['{"kind": "private"}', '"secret" cannot be used'],
    ['{"kind": "private", "secret": "0123456789abcdef0123456789abcdeX"}', 'must be 32 hex digits'],
    ['{"kind": "closed"}', '"kind" cannot be used'],
    ['{"kind": "private", "secret": "0123456789abcdef', 'is not JSON at'],
  ])('[GR6] that holds %s is refused without telling what it holds, and left alone', async (text, reason) => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    await writeFile(file, text);
    const loaded = await loadGroup(file);
    expect(loaded).toMatchObject({ ok: false, error: expect.stringContaining(reason) as string });
    expect(JSON.stringify(loaded)).not.toContain('0123456789abcde');
    expect(await readFile(file, 'utf8')).toBe(text);
  });
});
