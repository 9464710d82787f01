import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inviteCode, SECRET_BYTES, type GroupSecret } from '../core/group/invite-code.ts';
import { firstKeys } from '../core/group/group-keys.ts';
import { settleGroup, type GroupChoice } from './group-choice.ts';
import { loadGroup } from './profile/group-file.ts';
import { tempFolder } from './testing/temp-folder.ts';

const secretOf = (byte: number) => new Uint8Array(SECRET_BYTES).fill(byte) as Uint8Array as GroupSecret;
const [OURS, THEIRS] = [secretOf(1), secretOf(2)];
const random = { bytes: () => OURS };
const privately = (secret: GroupSecret) => ({ kind: 'private', keys: firstKeys(secret) });
const joining = (secret: GroupSecret): GroupChoice => ({ kind: 'join', code: inviteCode(secret) });

/** Takes one choice after another on one profile; the last outcome and what the file holds then. */
async function settled(...choices: GroupChoice[]) {
  return settledFrom(false, choices);
}

async function settledFrom(isNew: boolean, choices: GroupChoice[]) {
  await using folder = await tempFolder();
  const file = join(folder.path, 'group.json');
  let last;
  for (const choice of choices) last = await settleGroup({ file, isNew }, choice, random);
  const kept = await loadGroup(file);
  return { last, kept: kept.ok ? kept.value : kept };
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
});
