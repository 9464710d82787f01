import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inviteCode, SECRET_BYTES, type GroupSecret } from '../core/group/invite-code.ts';
import { firstKeys } from '../core/group/group-keys.ts';
import { settleGroup, type GroupChoice } from './group-choice.ts';
import { GroupStore } from './group-store.ts';
import { loadGroup } from './profile/group-file.ts';
import { WITHOUT_KEYCHAIN, type SecretBox } from './profile/secret-box.ts';
import { aLogger } from './shell/testing/fixtures.ts';
import { fakeKeychain } from './testing/fake-keychain.ts';
import { tempFolder } from './testing/temp-folder.ts';

const secretOf = (byte: number) => new Uint8Array(SECRET_BYTES).fill(byte) as Uint8Array as GroupSecret;
const [OURS, THEIRS] = [secretOf(1), secretOf(2)];
const random = { bytes: () => OURS };
const privately = (secret: GroupSecret) => ({ kind: 'private', keys: firstKeys(secret) });
const joining = (secret: GroupSecret): GroupChoice => ({ kind: 'join', code: inviteCode(secret) });

const settle = (file: string, choice: GroupChoice, secrets: SecretBox, logger = aLogger(), isNew = false) =>
  settleGroup({ store: new GroupStore({ file, secrets, logger }), isNew }, choice, random);

/** Takes one choice after another on one profile; the last outcome and what the file holds then. */
async function settled(...choices: GroupChoice[]) {
  return settledFrom(false, choices);
}

async function settledFrom(isNew: boolean, choices: GroupChoice[]) {
  await using folder = await tempFolder();
  const file = join(folder.path, 'group.json');
  let last;
  for (const choice of choices) last = await settle(file, choice, WITHOUT_KEYCHAIN, aLogger(), isNew);
  const kept = await loadGroup(file, WITHOUT_KEYCHAIN);
  return { last, kept: kept.ok ? (kept.value?.group ?? null) : kept };
}

describe('the group of a profile', () => {
  it('[GR7] is one of its own when the profile was made just now and none was chosen', async () => {
    const { last, kept } = await settledFrom(true, [{ kind: 'as-is' }, { kind: 'as-is' }]);
    expect([last, kept]).toEqual([{ ok: true, value: privately(OURS) }, privately(OURS)]);
    expect((await settledFrom(true, [{ kind: 'open' }])).kept).toEqual({ kind: 'open' });
  });

  it('[GR7] is an open one when a profile of old was given none, and that is not kept', async () => {
    expect(await settled({ kind: 'as-is' })).toEqual({ last: { ok: true, value: { kind: 'open' } }, kept: null });
  });

  it('[GR7] is kept once it was chosen', async () => {
    const ours = privately(OURS);
    for (const choice of [{ kind: 'new' } as const, joining(OURS)])
      expect(await settled(choice, { kind: 'as-is' })).toEqual({ last: { ok: true, value: ours }, kept: ours });
    const open = { kind: 'open' };
    expect(await settled({ kind: 'open' }, { kind: 'as-is' })).toEqual({ last: { ok: true, value: open }, kept: open });
  });

  it('[GR7] may become a private one, and stays that', async () => {
    const theirs = privately(THEIRS);
    for (const again of [{ kind: 'new' } as const, joining(THEIRS)]) {
      const { last, kept } = await settled({ kind: 'open' }, joining(THEIRS), again);
      expect([last, kept]).toEqual([{ ok: true, value: theirs }, theirs]);
    }
    for (const other of [{ kind: 'open' } as const, joining(OURS)]) {
      const { last, kept } = await settled(joining(THEIRS), other);
      expect(last).toMatchObject({ ok: false, error: expect.stringContaining('belongs to a private group') as string });
      expect(kept).toEqual(theirs);
    }
  });

  it('[GR1] is not changed by a code that is mistyped', async () => {
    const { last, kept } = await settled({ kind: 'join', code: 'nonsense' });
    expect(last).toMatchObject({ ok: false });
    expect(kept).toBeNull();
  });

  it('[GR6] is sealed at once where there is a keychain, and read without being written again', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    const [first, second] = [aLogger(), aLogger()];
    const ours = { ok: true, value: privately(OURS) };
    expect(await settle(file, { kind: 'new' }, fakeKeychain(), first)).toEqual(ours);
    const text = await readFile(file, 'utf8');
    expect(text).toContain('"kept":"keychain"');
    expect(await settle(file, { kind: 'as-is' }, fakeKeychain(), second)).toEqual(ours);
    expect([await readFile(file, 'utf8'), first.events, second.events]).toEqual([text, ['secret-sealed'], []]);
  });

  it.each([{ kind: 'as-is' } as const, { kind: 'new' } as const, joining(OURS)])(
    '[GR6] moves into the keychain at a start with one ($kind), and stays where it is while that is locked',
    async (choice) => {
      await using folder = await tempFolder();
      const file = join(folder.path, 'group.json');
      await settle(file, { kind: 'new' }, WITHOUT_KEYCHAIN);
      const plain = await readFile(file, 'utf8');
      const [secrets, logger] = [fakeKeychain(), aLogger()];
      const ours = { ok: true, value: privately(OURS) };
      secrets.locked = true;
      expect(await settle(file, choice, secrets, logger)).toEqual(ours);
      expect([await readFile(file, 'utf8'), logger.events]).toEqual([plain, ['keychain-refused']]);
      secrets.locked = false;
      expect(await settle(file, choice, secrets, logger)).toEqual(ours);
      expect(await readFile(file, 'utf8')).toContain('"kept":"keychain"');
      expect(logger.events).toEqual(['keychain-refused', 'secret-sealed']);
    },
  );

  it('[GR6] says where it is kept, and keeps a new key there as well', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    for (const [secrets, place] of [
      [WITHOUT_KEYCHAIN, 'file'],
      [fakeKeychain(), 'keychain'],
    ] as const) {
      const store = new GroupStore({ file, secrets, logger: aLogger() });
      await settleGroup({ store, isNew: false }, { kind: 'new' }, random);
      expect(store.keptIn).toBe(place);
      expect(await store.save({ kind: 'private', keys: firstKeys(THEIRS) })).toEqual({ ok: true, value: undefined });
      expect(store.keptIn).toBe(place);
      expect(await store.load()).toEqual({ ok: true, value: privately(THEIRS) });
    }
  });

  it('[GR6] is not replaced, whatever is asked for, while the keychain does not open it', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    const secrets = fakeKeychain();
    await settle(file, { kind: 'new' }, secrets);
    const before = await readFile(file, 'utf8');
    secrets.locked = true;
    for (const choice of [{ kind: 'as-is' }, { kind: 'new' }, { kind: 'open' }, joining(THEIRS)] as GroupChoice[]) {
      const refused = await settle(file, choice, secrets);
      expect(refused).toMatchObject({ ok: false, error: expect.stringContaining('keychain') as string });
    }
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});
