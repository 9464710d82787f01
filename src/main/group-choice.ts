import { readInviteCode, inviteCodeSentence, SECRET_BYTES, type GroupSecret } from '../core/group/invite-code.ts';
import type { Random } from '../core/ports.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { loadGroup, saveGroup, type ProfileGroup } from './profile/group-file.ts';

/** Which group a start asks for; `as-is` is the profile's own. A code is read from the command line, a file or standard input. */
export type GroupChoice = { kind: 'as-is' } | { kind: 'open' } | { kind: 'new' } | { kind: 'join'; code: string };

const OPEN: ProfileGroup = { kind: 'open' };
const OTHER_GROUP =
  'This profile belongs to a private group already: use another profile folder, with --profile, for another group.';

/**
 * The group that a profile belongs to from now on, kept in its file. A profile that was given none is in an open group. One that is in a
 * private group stays there: its state is that group's, and would go to whoever is met next.
 */
export async function settleGroup(
  file: string,
  choice: GroupChoice,
  random: Pick<Random, 'bytes'>,
): Promise<Result<ProfileGroup, string>> {
  const loaded = await loadGroup(file);
  if (!loaded.ok) return loaded;
  const wanted = wantedGroup(loaded.value, choice, random);
  if (!wanted.ok || choice.kind === 'as-is' || wanted.value === loaded.value) return wanted;
  const saved = await saveGroup(file, wanted.value);
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
      return ok(privately ?? { kind: 'private', secret: random.bytes(SECRET_BYTES) as GroupSecret });
    case 'join':
      return joined(privately, choice.code);
  }
}

function joined(held: (ProfileGroup & { kind: 'private' }) | null, code: string): Result<ProfileGroup, string> {
  const secret = readInviteCode(code);
  if (!secret.ok) return err(inviteCodeSentence(secret.error));
  if (held === null) return ok({ kind: 'private', secret: secret.value });
  return held.secret.every((byte, i) => byte === secret.value[i]) ? ok(held) : err(OTHER_GROUP);
}
