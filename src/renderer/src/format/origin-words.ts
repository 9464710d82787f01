import type { Origin } from '../../../shared/model.ts';
import { assertNever } from '../../../shared/result.ts';

/** Who caused a change: a name, whether that is this machine itself, and how it came if that needs saying. */
export interface OriginWords {
  name: string;
  here: boolean;
  tag: string | null;
}

const HERE = 'this machine';

/** The origin of a changeset in words (CH2). */
export function originWords(origin: Origin): OriginWords {
  switch (origin.kind) {
    case 'user':
      return { name: HERE, here: true, tag: null };
    case 'api':
      return { name: origin.label === '' ? HERE : origin.label, here: origin.label === '', tag: 'local API' };
    case 'peer':
      return { name: origin.name === '' ? 'an unnamed peer' : origin.name, here: false, tag: null };
    case 'seed':
      return { name: HERE, here: true, tag: 'seed file' };
    case 'import':
      return { name: HERE, here: true, tag: 'import' };
    case 'expiry':
      return { name: 'expiry', here: false, tag: null };
    case 'restore':
      return { name: HERE, here: true, tag: 'restore' };
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
