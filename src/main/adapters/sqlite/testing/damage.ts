import { closeSync, openSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const PAGE_BYTES = 4096;

/** Overwrites pages of a closed database in which a table or an index has its rows. */
export function damage(
  file: string,
  table: string,
  which: (page: number, index: number) => boolean = () => true,
): void {
  const database = new DatabaseSync(file, { readOnly: true });
  const sql = `SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'`;
  const pages = database.prepare(sql).all(table) as { pageno: number }[];
  database.close();
  const descriptor = openSync(file, 'r+');
  pages
    .map(({ pageno }) => pageno)
    .filter(which)
    .forEach((page) => writeSync(descriptor, Buffer.alloc(PAGE_BYTES, 0xee), 0, PAGE_BYTES, (page - 1) * PAGE_BYTES));
  closeSync(descriptor);
}
