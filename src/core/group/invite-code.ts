import { hash } from 'node:crypto';
import { printable } from '../../shared/printable.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { encodeUtf8 } from '../state/utf8.ts';
import { decodeBase32, digitOf, DIGITS, encodeBase32 } from './base32.ts';

/** 16 random bytes that whoever belongs to a group knows (GR1). Never logged, exported or shown but as its invite code. */
export type GroupSecret = Uint8Array & { readonly __brand: 'GroupSecret' };

export const SECRET_BYTES = 16;
const VERSION = 1;
const CHECK_BYTES = 3;
const INVITE = encodeUtf8('invite');
const GROUP = 4;
const LENGTH = 32;
/** Far more than a code with spaces and dashes has (LM1). */
const MAX_TEXT = 1_000;

/** Between the digits of a code as people write it: spaces and dashes of every kind. */
const SEPARATORS = /[\s\p{Pd}_.:]+/gu;

/** Why a text is no invite code. Groups of four count from 1. */
export type InviteCodeFault =
  | { kind: 'empty' }
  | { kind: 'too-long' }
  | { kind: 'character'; character: string; group: number }
  /** One digit too few or too many has its likely group; of more nothing is known. */
  | { kind: 'length'; digits: number; group: number | null }
  /** The groups in which a single mistake would explain it; none when there is more than one mistake. */
  | { kind: 'mistyped'; groups: number[] }
  | { kind: 'version'; version: number };

/** The code of a group: version, secret and a checksum, as 32 digits in 8 groups of 4 (GR1). */
export function inviteCode(secret: GroupSecret): string {
  const head = Uint8Array.of(VERSION, ...secret);
  return inGroups(encodeBase32(Uint8Array.of(...head, ...checkOf(head))));
}

/** Takes small letters, O for 0, I and L for 1, and any spaces or dashes between. */
export function readInviteCode(text: string): Result<GroupSecret, InviteCodeFault> {
  if (text.length > MAX_TEXT) return err({ kind: 'too-long' });
  const characters = charactersIn(text);
  if (characters.length === 0) return err({ kind: 'empty' });
  const digits = characters.map(digitOf);
  const wrong = digits.indexOf(null);
  if (wrong >= 0) return err({ kind: 'character', character: characters[wrong] ?? '', group: groupOf(wrong) });
  const code = digits.join('');
  if (code.length !== LENGTH) return err({ kind: 'length', digits: code.length, group: likelyGroup(code) });
  const bytes = decodeBase32(code);
  if (!isWhole(bytes)) return err({ kind: 'mistyped', groups: mistakes(code) });
  const [version = 0] = bytes;
  if (version !== VERSION) return err({ kind: 'version', version });
  return ok(bytes.slice(1, 1 + SECRET_BYTES) as Uint8Array as GroupSecret);
}

/** Whether the text is a code of any version; cheaper than to find out what is wrong with it. */
export function isInviteCode(text: string): boolean {
  const digits = charactersIn(text.slice(0, MAX_TEXT)).map(digitOf);
  return digits.length === LENGTH && !digits.includes(null) && isCode(digits.join(''));
}

/** A plain sentence for people. */
export function inviteCodeSentence(fault: InviteCodeFault): string {
  switch (fault.kind) {
    case 'empty':
      return 'An invite code is missing.';
    case 'too-long':
      return 'This is far too long for an invite code, which has 8 groups of 4 letters and digits.';
    case 'character':
      return `"${printable(fault.character)}" is in no invite code: look at the ${ordinal(fault.group)} group of four.`;
    case 'length':
      return `This has ${fault.digits} letters and digits instead of ${LENGTH}${fault.group === null ? '' : `: look at the ${ordinal(fault.group)} group of four`}.`;
    case 'mistyped':
      return fault.groups.length === 0
        ? 'This is no invite code: more than one letter or digit is wrong.'
        : `This is mistyped: look at the ${fault.groups.map(ordinal).join(' and the ')} group of four.`;
    case 'version':
      return 'This invite code is of a newer version of Grapevine.';
  }
}

const charactersIn = (text: string): string[] => Array.from(text.replace(SEPARATORS, ''));

const inGroups = (digits: string): string => digits.match(/.{4}/gu)?.join('-') ?? '';

const groupOf = (at: number): number => Math.floor(at / GROUP) + 1;

const checkOf = (head: Uint8Array): Uint8Array =>
  hash('sha256', Uint8Array.of(...INVITE, ...head), 'buffer').subarray(0, CHECK_BYTES);

function isWhole(bytes: Uint8Array): boolean {
  const check = checkOf(bytes.subarray(0, bytes.length - CHECK_BYTES));
  return check.every((byte, i) => byte === bytes[bytes.length - CHECK_BYTES + i]);
}

const isCode = (digits: string): boolean => isWhole(decodeBase32(digits));

/** The groups in which one other digit, or two neighbours the other way round, make a code. */
function mistakes(code: string): number[] {
  const groups = new Set<number>();
  for (let at = 0; at < LENGTH; at += 1) {
    if (DIGITS.some((digit) => isCode(code.slice(0, at) + digit + code.slice(at + 1)))) groups.add(groupOf(at));
    const swapped = code.slice(0, at) + (code[at + 1] ?? '') + (code[at] ?? '') + code.slice(at + 2);
    if (at + 1 < LENGTH && isCode(swapped)) groups.add(groupOf(at)).add(groupOf(at + 1));
  }
  return [...groups].sort((a, b) => a - b);
}

/** Where a digit was left out, or typed twice. */
function likelyGroup(code: string): number | null {
  for (let at = 0; at < LENGTH; at += 1) {
    const isMissing = (): boolean => DIGITS.some((digit) => isCode(code.slice(0, at) + digit + code.slice(at)));
    const isExtra = (): boolean => isCode(code.slice(0, at) + code.slice(at + 1));
    if ((code.length === LENGTH - 1 && isMissing()) || (code.length === LENGTH + 1 && isExtra())) return groupOf(at);
  }
  return null;
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'last'];
const ordinal = (group: number): string => ORDINALS[group - 1] ?? 'last';
