import type { Database } from './database.ts';

/** So many words of the index stand for the beginning of one; of more, FTS5 itself gathers the places. */
const MOST_WORDS = 8;

/** Words that the index has as they are here: what other letters become there is left to it. */
const PLAIN = /^[a-z0-9]+$/;

/** After every word that begins with the one before it, in the order of the index (UTF-8). */
const AFTER_ALL = '\u{10ffff}';

/**
 * The words of a search as an FTS5 query: all in the key, or all in the value, each as it is or as a beginning. Every word is quoted, so
 * none can be taken for syntax.
 */
export function matchOf(database: Database, words: readonly string[][]): string {
  const all = words.map((tokens) => matchOfWord(database, tokens)).join(' AND ');
  if (words.length === 1) return all;
  return `{key} : (${all}) OR {value} : (${all})`;
}

/** A few whole words cost a third of their common beginning, of which FTS5 puts the places together anew for each query. */
function matchOfWord(database: Database, tokens: readonly string[]): string {
  const [last = '', before] = [tokens.at(-1), tokens.slice(0, -1)];
  const endings = PLAIN.test(last) ? wordsFrom(database, last) : null;
  if (endings === null) return `"${tokens.join(' ')}"*`;
  return `(${endings.map((ending) => `"${[...before, ending].join(' ')}"`).join(' OR ')})`;
}

/** The words of the index that begin so; null if there are many, none, or some with other letters. */
function wordsFrom(database: Database, beginning: string): string[] | null {
  const next = database.sql('SELECT term FROM temp.word_places WHERE term BETWEEN ? AND ? LIMIT 1');
  const words: string[] = [];
  for (let from = beginning; ;) {
    const word = next.get(from, beginning + AFTER_ALL)?.['term'] as string | undefined;
    if (word === undefined) return words.length === 0 ? null : words;
    if (words.length === MOST_WORDS || !PLAIN.test(word)) return null;
    words.push(word);
    from = `${word}\0`;
  }
}
