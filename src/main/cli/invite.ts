/** `grapevine invite`: the code by which another machine joins, also while the node runs. */
import { inviteCode } from '../../core/group/invite-code.ts';
import { loadGroup } from '../profile/group-file.ts';
import { profileFiles } from '../profile/paths.ts';
import type { AppOptions } from './options.ts';
import type { Output } from './output.ts';

export interface InviteComponents {
  out: Output;
  errors: Output;
}

/** Resolves with the exit code. */
export async function tellInvite(
  { profile }: Pick<AppOptions, 'profile'>,
  { out, errors }: InviteComponents,
): Promise<number> {
  const group = await loadGroup(profileFiles(profile).group);
  if (group.ok && group.value?.kind === 'private') {
    out.line(inviteCode(group.value.keys.held[0].secret));
    return 0;
  }
  const open = `The profile ${profile} is in no private group: there is no invite code. Start it with --new-group or --join.`;
  errors.line(`grapevine: ${group.ok ? open : group.error}`);
  return 1;
}
