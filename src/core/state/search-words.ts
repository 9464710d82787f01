/**
 * Words of a text search in the history. A word of the search may hold punctuation, as `3-114` does: it then stands for several tokens
 * in a row. Letters, digits and private-use characters make tokens; case and accents do not count.
 */
const BETWEEN_TOKENS = /[^\p{L}\p{N}\p{Co}]+/u;

/** What a search says, word by word, each as its tokens; words without any token are left out. */
export const searchWords = (text: string): string[][] =>
  text
    .split(/\s+/u)
    .map(tokens)
    .filter((word) => word.length > 0);

/** True when all words stand in the text, the last token of each as a prefix. */
export function holdsWords(text: string, words: string[][]): boolean {
  const all = ` ${tokens(text).join(' ')}`;
  return words.every((word) => all.includes(` ${word.join(' ')}`));
}

function tokens(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}+/gu, '');
  return plain
    .toLowerCase()
    .split(BETWEEN_TOKENS)
    .filter((token) => token !== '');
}
