import type { Origin, OriginKind } from '../../../shared/model.ts';
import { assertNever } from '../../../shared/result.ts';

/** Who caused a change: a name, whether that is this machine itself, and how it came if that needs saying. */
export interface OriginWords {
  name: string;
  here: boolean;
  tag: string | null;
}

const HERE = 'this machine';

/** The kinds of origins, in the order in which they are offered. */
export const ORIGIN_KINDS: Record<OriginKind, string> = {
  user: 'Edited here',
  api: 'Local API',
  peer: 'Another machine',
  import: 'Import',
  restore: 'Restore',
  seed: 'Seed file',
  expiry: 'Expiry',
  'set-aside': 'Set aside',
};

/** The origin of a changeset in words (CH2). */
export function originWords(origin: Origin): OriginWords {
  switch (origin.kind) {
    case 'user':
      return { name: HERE, here: true, tag: null };
    case 'api':
      return { name: origin.label === '' ? HERE : origin.label, here: origin.label === '', tag: 'local API' };
    case 'peer':
      return { name: peerName(origin.name), here: false, tag: null };
    case 'seed':
      return { name: HERE, here: true, tag: 'seed file' };
    case 'import':
      return { name: HERE, here: true, tag: 'import' };
    case 'expiry':
      return { name: 'expiry', here: false, tag: null };
    case 'restore':
      return { name: HERE, here: true, tag: 'restore' };
    case 'set-aside':
      return { name: HERE, here: true, tag: 'set aside' };
    default:
      return assertNever(origin);
  }
}

/** The origin as the end of a sentence after "by": `reception-1`, `local API: backup-script`. */
export function byWhom(origin: Origin): string {
  if (origin.kind === 'api') return origin.label === '' ? 'the local API' : `local API: ${origin.label}`;
  const { name, tag } = originWords(origin);
  return tag === null ? name : `${name} (${tag})`;
}

/** Why entries were moved to a file (ST10); the file's path follows. */
export function setAsideReason(origin: Extract<Origin, { kind: 'set-aside' }>): string {
  return `This machine had been away for a long time and ${peerName(origin.peer)} does not have these entries any more. They were set aside in a file:`;
}

export const peerName = (name: string): string => (name === '' ? 'an unnamed peer' : name);
