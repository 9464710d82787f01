/** `grapevine join`: puts a profile into a private group, or takes over a new key of the group while the node runs. */
import { createRandom } from '../adapters/random.ts';
import { settleGroup } from '../group-choice.ts';
import { loadGroup } from '../profile/group-file.ts';
import { profileFiles } from '../profile/paths.ts';
import { prepareProfileDir } from '../profile/profile-dir.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { readChoice } from './invite-source.ts';
import type { AppOptions } from './options.ts';
import type { Output } from './output.ts';
import { askRunning, isRunning } from './running-node.ts';

export interface JoinComponents {
  out: Output;
  errors: Output;
}

/** Resolves with the exit code. */
export async function join(options: AppOptions, { out, errors }: JoinComponents): Promise<number> {
  const done = await joined(options);
  if (done.ok) out.line(done.value);
  else errors.line(`grapevine: ${done.error}`);
  return done.ok ? 0 : 1;
}

async function joined({ profile, group }: AppOptions): Promise<Result<string, string>> {
  const choice = await readChoice(group);
  if (!choice.ok) return choice;
  if (choice.value.kind !== 'join') return err('Say which group: grapevine join - reads its invite code.');
  const files = profileFiles(profile);
  if (isRunning(files)) return enterKey(profile, choice.value.code);
  const prepared = await prepareProfileDir(profile);
  if (!prepared.ok) return prepared;
  const settled = await settleGroup({ file: files.group, isNew: false }, choice.value, createRandom());
  if (!settled.ok) return settled;
  return ok(`The profile ${profile} belongs to this private group from its next start on.`);
}

/** Of a node in an open group the state would go along to the private one while it runs: it has to be ended first. */
async function enterKey(profile: string, code: string): Promise<Result<string, string>> {
  const files = profileFiles(profile);
  const group = await loadGroup(files.group);
  if (!group.ok) return group;
  if (group.value?.kind !== 'private')
    return err('Grapevine runs on this profile in an open group: end it first, then join.');
  const asked = await askRunning(files, { method: 'PUT', path: '/-/group/key', body: { code } });
  return asked.ok ? ok('The key was taken over as the newest of this group. The one before is still taken.') : asked;
}
