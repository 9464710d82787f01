/** The page on security says which test proves what: each is there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const CITATION = /`([\w./-]+\.test\.ts)`: “([^”]+)”/g;

it('[ARCH] every test that docs/SECURITY.md names as a proof exists, and every promise in its tables names one', async () => {
  const page = await readFile(join(ROOT, 'docs/SECURITY.md'), 'utf8');
  const cited = [...page.matchAll(CITATION)].map(([, file = '', title = '']) => ({ file, title }));
  expect(cited.length).toBeGreaterThan(30);
  for (const { file, title } of cited) {
    expect(await readFile(join(ROOT, file), 'utf8'), `${file} names “${title}”`).toContain(title);
  }
  const promises = page.split('\n').filter((line) => /^\| (?!promised|-)/.test(line));
  expect(promises.filter((line) => line.matchAll(CITATION).next().done === true)).toEqual([]);
});
