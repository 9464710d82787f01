import type { Key } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { MAX_KEY_BYTES } from './limits.ts';
import { utf8Length } from './utf8.ts';

/** Checks a key (ST1). The error is a sentence that fits behind the key's name. */
export function checkKey(text: string): Result<Key, string> {
  if (text === '') return err('a key may not be empty');
  if (!text.isWellFormed()) return err('the key holds a lone surrogate');
  if (text.includes('\0')) return err('the key holds the character U+0000');
  const bytes = utf8Length(text);
  if (bytes > MAX_KEY_BYTES) return err(`the key has ${bytes} bytes, at most ${MAX_KEY_BYTES} are allowed`);
  return ok(text as Key);
}
