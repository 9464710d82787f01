import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SECRET_BYTES, type GroupSecret } from '../../core/group/invite-code.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { firstKeys, withKey } from '../../core/group/group-keys.ts';
import type { NodeId } from '../../shared/model.ts';
import { loadGroup, saveGroup, type ProfileGroup } from './group-file.ts';

const SECRET = Uint8Array.from({ length: SECRET_BYTES }, (_, i) => i) as Uint8Array as GroupSecret;
const OTHER = SECRET.map((byte) => byte + 1) as Uint8Array as GroupSecret;

const PRIVATE: ProfileGroup = { kind: 'private', keys: firstKeys(SECRET) };
/** In the middle of a change of the key. */
const CHANGING: ProfileGroup = {
  kind: 'private',
  keys: {
    ...withKey(firstKeys(SECRET), { secret: OTHER, generation: 1, handing: 'by-hand' }, 5),
    ended: 1,
    change: { since: 5, machines: [{ id: 'ab'.repeat(16) as NodeId, name: 'desk-1', has: false }] },
  },
};

describe('the file of a group', () => {
  it('[GR6] gives back what was kept', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    expect(await loadGroup(file)).toEqual({ ok: true, value: null });
    for (const group of [PRIVATE, CHANGING, { kind: 'open' as const }]) {
      expect(await saveGroup(file, group)).toEqual({ ok: true, value: undefined });
      expect(await loadGroup(file)).toEqual({ ok: true, value: group });
    }
  });

  it.each([
    ['{"kind": "private"}', 'holds no key of the private group'],
    ['{"kind": "private", "keys": {"held": [], "ended": 0, "change": null}}', '"keys.held" cannot be used'],
    ['{"kind": "private", "secret": "0123456789abcdef0123456789abcdeX"}', 'must be 32 hex digits'],
    ['{"kind": "closed"}', '"kind" cannot be used'],
    ['{"kind": "private", "secret": "0123456789abcdef', 'is not JSON at'],
    ['{"kind": "private", "secret": 0123456789abcdef0123456789abcdef}', 'is not JSON at line 1, column 31.'],
    ['0123456789abcdef0123456789abcdef', 'is not JSON at line 1, column 1.'],
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
