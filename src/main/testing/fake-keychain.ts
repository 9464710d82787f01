import type { SecretBox } from '../profile/secret-box.ts';
import { err, ok } from '../../shared/result.ts';

const turned = (text: string): string => Array.from(text).reverse().join('');

export interface FakeKeychain extends SecretBox {
  locked: boolean;
}

/** Hides a text well enough for a test to look for it in vain. */
export function fakeKeychain(): FakeKeychain {
  return {
    locked: false,
    seal(plain) {
      return Promise.resolve(this.locked ? err('it is locked') : ok(btoa(turned(plain))));
    },
    open(sealed) {
      return Promise.resolve(this.locked ? err('which is locked') : ok(turned(atob(sealed))));
    },
  };
}
