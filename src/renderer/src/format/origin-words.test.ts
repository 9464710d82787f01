import { expect, it } from 'vitest';
import type { Origin } from '../../../shared/model.ts';
import { byWhom, originWords, setAsideReason } from './origin-words.ts';

const CASES: [Origin, string][] = [
  [{ kind: 'user' }, 'this machine'],
  [{ kind: 'api', label: 'backup-script' }, 'local API: backup-script'],
  [{ kind: 'api', label: '' }, 'the local API'],
  [{ kind: 'peer', id: null, name: 'reception-1' }, 'reception-1'],
  [{ kind: 'peer', id: null, name: '' }, 'an unnamed peer'],
  [{ kind: 'seed' }, 'this machine (seed file)'],
  [{ kind: 'import' }, 'this machine (import)'],
  [{ kind: 'restore' }, 'this machine (restore)'],
  [{ kind: 'expiry' }, 'expiry'],
  [{ kind: 'set-aside', file: '/data/set-aside.json', peer: 'reception-1' }, 'this machine (set aside)'],
];

it.each(CASES)('[CH2] the origin %o is named %s', (origin, words) => {
  expect(byWhom(origin)).toBe(words);
});

it('[CH2] only what began here is shown as this machine', () => {
  const here = CASES.filter(([origin]) => originWords(origin).here).map(([origin]) => origin.kind);
  expect(here).toEqual(['user', 'api', 'seed', 'import', 'restore', 'set-aside']);
  expect(originWords({ kind: 'api', label: 'backup-script' })).toEqual({
    name: 'backup-script',
    here: false,
    tag: 'local API',
  });
});

it('[ST10] says why entries were set aside', () => {
  const words = setAsideReason({ kind: 'set-aside', file: '/data/set-aside.json', peer: '' });
  expect(words).toContain('an unnamed peer does not have these entries');
});
