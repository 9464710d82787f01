import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../testing/seeded-random.ts';
import { DIGITS } from './base32.ts';
import {
  inviteCode,
  inviteCodeSentence,
  isInviteCode,
  readInviteCode,
  SECRET_BYTES,
  type GroupSecret,
} from './invite-code.ts';

const random = new SeededRandom(1);
const newSecret = (): GroupSecret => random.bytes(SECRET_BYTES) as GroupSecret;
const faultOf = (text: string) => {
  const read = readInviteCode(text);
  return read.ok ? null : read.error;
};
const groupAt = (at: number): number => Math.floor(at / 4) + 1;

interface Slip {
  text: string;
  groups: number[];
}

/** Every way to have one digit wrong. */
const substitutions = (digits: string): Slip[] =>
  Array.from(digits).flatMap((right, at) =>
    DIGITS.filter((digit) => digit !== right).map((digit) => ({
      text: digits.slice(0, at) + digit + digits.slice(at + 1),
      groups: [groupAt(at)],
    })),
  );

/** Every way to have two neighbours that differ the other way round. */
const swaps = (digits: string): Slip[] =>
  Array.from(digits)
    .slice(1)
    .flatMap((second, at) => {
      const first = digits.charAt(at);
      const text = digits.slice(0, at) + second + first + digits.slice(at + 2);
      return first === second ? [] : [{ text, groups: [...new Set([groupAt(at), groupAt(at + 1)])] }];
    });

describe('an invite code', () => {
  it('[GR1] has 8 groups of 4 digits and stands for its secret', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: SECRET_BYTES, maxLength: SECRET_BYTES }), (bytes) => {
        const code = inviteCode(bytes as Uint8Array as GroupSecret);
        expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
        const read = readInviteCode(code);
        expect(read.ok && [...read.value]).toEqual([...bytes]);
      }),
    );
  });

  it('[GR1] is the same in every version of the program', () => {
    const secret = Uint8Array.from({ length: SECRET_BYTES }, (_, i) => i) as Uint8Array as GroupSecret;
    expect(inviteCode(secret)).toMatchInlineSnapshot(`"0400-20G3-0G2G-C1R8-1450-P30D-1R7Q-57WV"`);
  });

  it('[GR1] is read however people write it', () => {
    const secret = newSecret();
    const code = inviteCode(secret);
    const likely = code.replaceAll('0', 'o').replaceAll('1', 'l').toLowerCase();
    for (const text of [
      code.toLowerCase(),
      likely,
      code.replaceAll('-', ' '),
      code.replaceAll('-', ''),
      `\t${code}\n`,
    ]) {
      const read = readInviteCode(text);
      expect(read.ok && [...read.value]).toEqual([...secret]);
    }
  });

  it('[GR1] of 100 no single wrong digit and no two neighbours the other way round get through', () => {
    const slips: boolean[] = [];
    for (let i = 0; i < 100; i += 1) {
      const digits = inviteCode(newSecret()).replaceAll('-', '');
      expect(isInviteCode(digits)).toBe(true);
      for (const slip of [...substitutions(digits), ...swaps(digits)]) slips.push(isInviteCode(slip.text));
    }
    expect(slips.length).toBeGreaterThan(100_000);
    expect(slips).not.toContain(true);
  });

  it('[GR1] mistyped in one place names the group of four to look at, and swapped across two both', () => {
    for (let i = 0; i < 3; i += 1) {
      const digits = inviteCode(newSecret()).replaceAll('-', '');
      // Of each place one other digit: each is told apart by a thousand tries.
      const slips = [...substitutions(digits).filter((_, n) => n % 31 === 7 * i), ...swaps(digits)];
      for (const { text, groups } of slips) expect(faultOf(text)).toEqual({ kind: 'mistyped', groups });
    }
  });

  it('[GR1] with a digit too few or too many has its group named', () => {
    const code = inviteCode(newSecret()).replaceAll('-', '');
    expect(faultOf(code.slice(0, 9) + code.slice(10))).toMatchObject({ kind: 'length', digits: 31, group: 3 });
    expect(faultOf(`${code.slice(0, 20)}${code.slice(19)}`)).toMatchObject({ kind: 'length', digits: 33, group: 5 });
    expect(faultOf(code.slice(0, 12))).toEqual({ kind: 'length', digits: 12, group: null });
  });

  it('[GR1] that is none is refused in plain words', () => {
    const code = inviteCode(newSecret());
    expect(faultOf(' - ')).toEqual({ kind: 'empty' });
    expect(faultOf('x'.repeat(2_000))).toEqual({ kind: 'too-long' });
    expect(faultOf(`${code.slice(0, 6)}U${code.slice(7)}`)).toEqual({ kind: 'character', character: 'U', group: 2 });
    expect(faultOf(`${code.slice(0, 6)}🍇${code.slice(7)}`)).toMatchObject({ character: '🍇', group: 2 });
    const swapped = Array.from(code).reverse().join('');
    for (const text of ['', 'x'.repeat(2_000), `${code}U`, code.slice(0, 12), swapped]) {
      const fault = faultOf(text);
      expect(fault && inviteCodeSentence(fault)).toMatch(/^\S.*\.$/);
    }
  });

  it('[GR1] with a control character is refused in words that spoil no terminal', () => {
    for (const odd of ['\u001b', '\u202e', '\0', '\ud800']) {
      const fault = faultOf(inviteCode(newSecret()).replace('-', odd));
      expect(fault && inviteCodeSentence(fault)).toBe(
        '"\ufffd" is in no invite code: look at the second group of four.',
      );
    }
  });

  it('[GR1] any text is either a code or refused with a reason', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9A-Z -]{30,42}$/)), (text) => {
        const fault = faultOf(text);
        expect(fault === null || inviteCodeSentence(fault).endsWith('.')).toBe(true);
      }),
    );
  });
});
