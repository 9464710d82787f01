import { firstKeys, isSame } from '../core/group/group-keys.ts';
import { readInviteCode, inviteCodeSentence, SECRET_BYTES, type GroupSecret } from '../core/group/invite-code.ts';
import type { Random } from '../core/ports.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { GroupStore } from './group-store.ts';
import type { ProfileGroup } from './profile/group-file.ts';

/**
 * Which group a start asks for; `as-is` is the profile's own. A code is read from the command line, a file or standard input. `secret` of a new
 * group: one that was shown already.
 */
export type GroupChoice =
  { kind: 'as-is' } | { kind: 'open' } | { kind: 'new'; secret?: GroupSecret } | { kind: 'join'; code: string };

const OPEN: ProfileGroup = { kind: 'open' };
const OTHER_GROUP =
  'This profile belongs to a private group already: use another profile folder, with --profile, for another group, and enter a new key of this one while Grapevine runs: grapevine join.';

export interface GroupOfProfile {
  store: Pick<GroupStore, 'load' | 'save'>;
  /** The profile was made just now: it starts a private group of its own if it was told of none. */
  isNew: boolean;
}

/**
 * The group that a profile belongs to from now on, kept in its file. A profile of old that was given none is in an open group. One that is
 * in a private group stays there: its state is that group's, and would go to whoever is met next.
 */
export async function settleGroup(
  { store, isNew }: GroupOfProfile,
  choice: GroupChoice,
  random: Pick<Random, 'bytes'>,
): Promise<Result<ProfileGroup, string>> {
  const loaded = await store.load();
  if (!loaded.ok) return loaded;
  const isUntold = choice.kind === 'as-is' && isNew && loaded.value === null;
  const asked: GroupChoice = isUntold ? { kind: 'new' } : choice;
  const wanted = wantedGroup(loaded.value, asked, random);
  if (!wanted.ok || asked.kind === 'as-is' || wanted.value === loaded.value) return wanted;
  const saved = await store.save(wanted.value);
  return saved.ok ? wanted : saved;
}

function wantedGroup(
  held: ProfileGroup | null,
  choice: GroupChoice,
  random: Pick<Random, 'bytes'>,
): Result<ProfileGroup, string> {
  const privately = held?.kind === 'private' ? held : null;
  switch (choice.kind) {
    case 'as-is':
      return ok(held ?? OPEN);
    case 'open':
      return privately === null ? ok(held ?? OPEN) : err(OTHER_GROUP);
    case 'new':
      return ok(privately ?? ofSecret(choice.secret ?? newSecret(random)));
    case 'join':
      return joined(privately, choice.code);
  }
}

export const newSecret = (random: Pick<Random, 'bytes'>): GroupSecret => random.bytes(SECRET_BYTES) as GroupSecret;

const ofSecret = (secret: GroupSecret): ProfileGroup => ({ kind: 'private', keys: firstKeys(secret) });

function joined(held: (ProfileGroup & { kind: 'private' }) | null, code: string): Result<ProfileGroup, string> {
  const secret = readInviteCode(code);
  if (!secret.ok) return err(inviteCodeSentence(secret.error));
  if (held === null) return ok(ofSecret(secret.value));
  return held.keys.held.some((key) => isSame(key.secret, secret.value)) ? ok(held) : err(OTHER_GROUP);
}
