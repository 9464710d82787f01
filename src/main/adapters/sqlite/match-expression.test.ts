import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { historyQuery } from '../../../core/state/history-query.ts';
import { searchWords } from '../../../core/state/search-words.ts';
import { StepMaker } from '../../../core/testing/stored-steps.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { connect, connectInMemory, connectReadOnly } from './connect.ts';
import type { Database } from './database.ts';
import { matchOf } from './match-expression.ts';
import { stepOf } from './pieces.ts';
import { readHistory } from './read-history.ts';
import { migrate, MIGRATIONS } from './schema.ts';
import { DEFAULT_SEARCH_LIMITS } from './search-history.ts';
import { writeStep } from './write-step.ts';

function fill(database: Database, values: readonly string[]): Database {
  const maker = new StepMaker();
  migrate(database, MIGRATIONS);
  database.transaction(() => {
    for (const value of values) writeStep(database, stepOf(maker.step({ a: JSON.stringify(value) })));
  });
  return database;
}

const NINE = Array.from({ length: 9 }, (_, i) => `word${i}`);
const VALUES = ['even', 'evening', 'evil', 'eve ning', '3-114b', 'caf\u00e9', '\u00e9clair', 'x\u0142', ...NINE];

describe('the words of a search as an expression for the index', () => {
  const database = fill(connectInMemory(), VALUES);
  const match = (text: string): string => matchOf(database, searchWords(text));

  it.each([
    ['even', '("even" OR "evening")'],
    ['evenings', '"evenings"*'],
    ['Evening', '("evening")'],
    ['3-11', '("3 114b")'],
    ['caf', '("cafe")'],
    ['x', '"x"*'],
    ['я', '"я"*'],
    ['word', '"word"*'],
    ['word1', '("word1")'],
    ['evi ning', '{key} : (("evil") AND ("ning")) OR {value} : (("evil") AND ("ning"))'],
  ])('[CH2] %s is looked for as %s', (text, expected) => {
    expect(match(text)).toBe(expected);
  });

  it('[CH2] a word that is no word of the index is a beginning that nothing has', () => {
    expect(match('"*OR')).toBe('"or"*');
  });

  it('[CH5] a database that cannot be written to is searched as any other', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'state.db');
    fill(connect(file), VALUES).close();
    const database = connectReadOnly(file);
    const plain = { read: 0, chars: 0, numbers: 0 };
    const search = readHistory(database, historyQuery(9, { text: 'even' }), { ...DEFAULT_SEARCH_LIMITS, plain });
    let look = search.next();
    while (look.done !== true) look = search.next();
    expect(look.value.changesets.map(({ seq }) => seq)).toEqual([2, 1]);
    database.close();
  });
});
