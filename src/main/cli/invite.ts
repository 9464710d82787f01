/** `grapevine invite`: the code by which another machine joins, also while the node runs. */
import { inviteCode } from '../../core/group/invite-code.ts';
import { loadGroup } from '../profile/group-file.ts';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';
import { profileFiles, type ProfileFiles } from '../profile/paths.ts';
import { WITHOUT_KEYCHAIN } from '../profile/secret-box.ts';
import type { AppOptions } from './options.ts';
import type { Output } from './output.ts';
import { isRunning } from './running-node.ts';

export interface InviteComponents {
  out: Output;
  errors: Output;
}

/** Resolves with the exit code. */
export async function tellInvite(
  { profile }: Pick<AppOptions, 'profile'>,
  { out, errors }: InviteComponents,
): Promise<number> {
  const files = profileFiles(profile);
  const held = await codeOf(files);
  if (held.ok && held.value !== null) {
    out.line(held.value);
    return 0;
  }
  const open = `The profile ${profile} is in no private group: there is no invite code. Start it with --new-group or --join.`;
  errors.line(`grapevine: ${held.ok ? open : held.error}`);
  return 1;
}

const answerSchema = z.object({ code: z.string() });

/** Null of an open group. A code in the keychain is known to the node that runs. */
async function codeOf(files: ProfileFiles): Promise<Result<string | null, string>> {
  const held = await loadGroup(files.group, WITHOUT_KEYCHAIN);
  if (!held.ok) return isRunning(files) ? askedCode(files) : held;
  const group = held.value?.group;
  return ok(group?.kind === 'private' ? inviteCode(group.keys.held[0].secret) : null);
}

async function askedCode(files: ProfileFiles): Promise<Result<string, string>> {
  // Its modules take a while to load, and are needed seldom.
  const { askRunning } = await import('./ask-running.ts');
  const asked = await askRunning(files, { method: 'GET', path: '/-/group/invite' });
  if (!asked.ok) return asked;
  const answer = answerSchema.safeParse(asked.value);
  return answer.success ? ok(answer.data.code) : err('The Grapevine that runs on this profile gave no code.');
}
