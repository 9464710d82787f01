import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SECRET_BYTES, type GroupSecret } from '../../core/group/invite-code.ts';
import { fakeKeychain } from '../testing/fake-keychain.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { firstKeys, withKey } from '../../core/group/group-keys.ts';
import type { NodeId } from '../../shared/model.ts';
import { loadGroup, saveGroup, sealGroup, type ProfileGroup } from './group-file.ts';
import { WITHOUT_KEYCHAIN } from './secret-box.ts';

const SECRET = Uint8Array.from({ length: SECRET_BYTES }, (_, i) => i) as Uint8Array as GroupSecret;
const HEX = '000102030405060708090a0b0c0d0e0f';
const OTHER = SECRET.map((byte) => byte + 1) as Uint8Array as GroupSecret;

const PRIVATE: ProfileGroup & { kind: 'private' } = { kind: 'private', keys: firstKeys(SECRET) };
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
    expect(await loadGroup(file, WITHOUT_KEYCHAIN)).toEqual({ ok: true, value: null });
    for (const group of [PRIVATE, CHANGING, { kind: 'open' as const }]) {
      const place = { kind: 'file', refusal: null };
      expect(await saveGroup(file, group, WITHOUT_KEYCHAIN)).toEqual({ ok: true, value: place });
      const held = { group, plain: group.kind === 'private' };
      expect(await loadGroup(file, WITHOUT_KEYCHAIN)).toEqual({ ok: true, value: held });
    }
  });

  it('[GR6] of before keys could be changed is the first key', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    await writeFile(file, `{"kind": "private", "secret": "${HEX}"}`);
    expect(await loadGroup(file, WITHOUT_KEYCHAIN)).toEqual({ ok: true, value: { group: PRIVATE, plain: true } });
  });

  it('[GR6] holds no secret where there is a keychain, and gives it back', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    const keychain = fakeKeychain();
    expect(await saveGroup(file, PRIVATE, keychain)).toEqual({ ok: true, value: { kind: 'keychain' } });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      kind: 'private',
      kept: 'keychain',
      sealed: expect.any(String) as string,
    });
    expect(await readFile(file, 'utf8')).not.toContain(HEX);
    expect(await loadGroup(file, keychain)).toEqual({ ok: true, value: { group: PRIVATE, plain: false } });
  });

  it('[GR6] holds the secret itself when the keychain refuses it', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    const keychain = fakeKeychain();
    keychain.locked = true;
    const place = { kind: 'file', refusal: 'it is locked' };
    expect(await saveGroup(file, PRIVATE, keychain)).toEqual({ ok: true, value: place });
    expect(await loadGroup(file, keychain)).toEqual({ ok: true, value: { group: PRIVATE, plain: true } });
    const before = await readFile(file, 'utf8');
    expect(await sealGroup(file, PRIVATE, keychain)).toEqual({ ok: true, value: place });
    expect(await sealGroup(file, PRIVATE, WITHOUT_KEYCHAIN)).toMatchObject({ ok: true, value: { refusal: null } });
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('[GR6] gives its secret up to the keychain and keeps no copy', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    await saveGroup(file, PRIVATE, WITHOUT_KEYCHAIN);
    const keychain = fakeKeychain();
    expect(await sealGroup(file, PRIVATE, keychain)).toEqual({ ok: true, value: { kind: 'keychain' } });
    expect(await loadGroup(file, keychain)).toMatchObject({ ok: true, value: { group: PRIVATE } });
    expect(await readFile(file, 'utf8')).not.toContain(HEX);
    expect(await readdir(folder.path)).toEqual(['group.json']);
  });

  it('[GR6] that the keychain sealed is opened by it alone, and left as it is', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    const keychain = fakeKeychain();
    await saveGroup(file, PRIVATE, keychain);
    const before = await readFile(file, 'utf8');
    const refusal = async (): Promise<string> => {
      const loaded = await loadGroup(file, keychain);
      return loaded.ok ? 'opened' : loaded.error;
    };
    const windowless = await loadGroup(file, WITHOUT_KEYCHAIN);
    expect(windowless).toMatchObject({
      ok: false,
      error: expect.stringMatching(/open the window .*--join-file/) as string,
    });
    keychain.locked = true;
    expect(await refusal()).toBe(`The secret in ${file} is sealed by the system's keychain, which is locked.`);
    keychain.locked = false;
    keychain.open = () => Promise.resolve({ ok: true, value: 'of another key' });
    expect(await refusal()).toMatch(/a key that the system's keychain does not hold any more/);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it.each([
    ['{"kind": "private"}', 'holds no key of the private group'],
    ['{"kind": "private", "keys": {"held": [], "ended": 0, "change": null}}', '"keys.held" cannot be used'],
    ['{"kind": "private", "secret": "0123456789abcdef0123456789abcdeX"}', 'must be 32 hex digits'],
    ['{"kind": "closed"}', '"kind" cannot be used'],
    ['{"kind": "private", "secret": "0123456789abcdef', 'is not JSON at'],
    ['{"kind": "private", "secret": 0123456789abcdef0123456789abcdef}', 'is not JSON at line 1, column 31.'],
    ['0123456789abcdef0123456789abcdef', 'is not JSON at line 1, column 1.'],
    ['{"kind": "private", "kept": "keychain"}', '"sealed" cannot be used'],
    ['{"kind": "private", "kept": "keychain", "sealed": "0123456789abcdef!"}', '"sealed" cannot be used'],
    [
      '{"kind": "private", "kept": "keychain", "sealed": "AAAA", "secret": "0123456789abcdef"}',
      'does not belong there',
    ],
    ['{"kind": "private", "kept": "keychain", "sealed": "AAAA", "0123456789abcdef": 1}', 'does not belong there'],
    ['{"kind": "private", "kept": "elsewhere", "sealed": "0123456789abcdef"}', '"kept" cannot be used'],
  ])('[GR6] that holds %s is refused without telling what it holds, and left alone', async (text, reason) => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    await writeFile(file, text);
    const loaded = await loadGroup(file, fakeKeychain());
    expect(loaded).toMatchObject({ ok: false, error: expect.stringContaining(reason) as string });
    expect(JSON.stringify(loaded)).not.toContain('0123456789abcde');
    expect(await readFile(file, 'utf8')).toBe(text);
  });
});
