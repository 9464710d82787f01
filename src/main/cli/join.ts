/** `grapevine join`: puts a profile into a private group, or takes over a new key of the group while the node runs. */
import { createRandom } from '../adapters/random.ts';
import { settleGroup } from '../group-choice.ts';
import { GroupStore } from '../group-store.ts';
import { profileFiles, type ProfileFiles } from '../profile/paths.ts';
import { prepareProfileDir } from '../profile/profile-dir.ts';
import { WITHOUT_KEYCHAIN } from '../profile/secret-box.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { readChoice } from './invite-source.ts';
import type { AppOptions } from './options.ts';
import type { Output } from './output.ts';
import { askRunning } from './ask-running.ts';
import { isRunning } from './running-node.ts';

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
  if (isRunning(files)) return enterKey(files, choice.value.code);
  const prepared = await prepareProfileDir(profile);
  if (!prepared.ok) return prepared;
  const store = new GroupStore({ file: files.group, secrets: WITHOUT_KEYCHAIN, logger: SILENT });
  const settled = await settleGroup({ store, isNew: false }, choice.value, createRandom());
  if (!settled.ok) return settled;
  return ok(`The profile ${profile} belongs to this private group from its next start on.`);
}

/** Of an open group the node knows no key: it has to be ended first. */
async function enterKey(files: ProfileFiles, code: string): Promise<Result<string, string>> {
  const asked = await askRunning(files, { method: 'PUT', path: '/-/group/key', body: { code } });
  return asked.ok ? ok('The key was taken over as the newest of this group. The one before is still taken.') : asked;
}

const nothing = (): void => undefined;
/** There is no node, and so no log. */
const SILENT = { info: nothing, warn: nothing };
