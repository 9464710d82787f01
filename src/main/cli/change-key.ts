/** `grapevine change-key`: gives the private group of a running node a new key (GR5). */
import { profileFiles } from '../profile/paths.ts';
import type { Output } from './output.ts';
import { askRunning, type ApiRequest } from './ask-running.ts';
import { isRunning } from './running-node.ts';

export interface ChangeKeyComponents {
  out: Output;
  errors: Output;
}

/** How the key is changed, or that the ones before are ended. */
export type KeyRequest = 'in-band' | 'by-hand' | 'end';

const REQUESTS: Record<KeyRequest, ApiRequest> = {
  'in-band': { method: 'PUT', path: '/-/group/key', body: { handing: 'in-band' } },
  'by-hand': { method: 'PUT', path: '/-/group/key', body: { handing: 'by-hand' } },
  end: { method: 'DELETE', path: '/-/group/key' },
};

const DONE: Record<KeyRequest, string> = {
  'in-band': 'The group has a new key, which its machines give to each other. grapevine invite shows its code.',
  'by-hand':
    'The group has a new key. Give its code (grapevine invite) to each machine that is to stay: grapevine join. Then: grapevine change-key --end.',
  end: 'The keys before are not taken any more.',
};

/** Resolves with the exit code. */
export async function changeKey(
  profile: string,
  request: KeyRequest,
  { out, errors }: ChangeKeyComponents,
): Promise<number> {
  const files = profileFiles(profile);
  if (!isRunning(files)) {
    errors.line(`grapevine: No Grapevine runs on the profile ${profile}: start it first.`);
    return 1;
  }
  const asked = await askRunning(files, REQUESTS[request]);
  if (asked.ok) out.line(DONE[request]);
  else errors.line(`grapevine: ${asked.error}`);
  return asked.ok ? 0 : 1;
}
