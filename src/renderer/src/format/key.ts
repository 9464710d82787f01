const MAX_KEY_BYTES = 1024;
const SEPARATOR = '/';

/** A key cut before its last part: `desks/` and `3-114`. The folder is empty for a key without one. */
export function splitKey(key: string): { folder: string; leaf: string } {
  const cut = key.slice(0, -1).lastIndexOf(SEPARATOR) + 1;
  return { folder: key.slice(0, cut), leaf: key.slice(cut) };
}

function visibleCharacter(character: string): string {
  return character < ' ' ? JSON.stringify(character).slice(1, -1) : character;
}

/** Control characters and otherwise invisible keys made visible (`\n`, `··`): any text is a legal key (ST1). */
export function visibleKey(key: string): string {
  const text = Array.from(key, visibleCharacter).join('');
  return text.trim() === '' ? text.replace(/\s/g, '·') : text;
}

/** Why a text cannot be a key (ST1), as a sentence; null when it can. */
export function keyProblem(key: string): string | null {
  if (key === '') return 'An entry needs a key.';
  if (key.includes('\u0000')) return 'A key cannot contain the character U+0000.';
  if (!key.isWellFormed()) return 'This key contains half a character; type it again.';
  const size = new TextEncoder().encode(key).length;
  if (size <= MAX_KEY_BYTES) return null;
  return `A key has at most ${MAX_KEY_BYTES.toLocaleString()} bytes; this one has ${size.toLocaleString()}.`;
}
