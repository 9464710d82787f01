import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DatabaseHolder } from './database-holder.ts';
import type { Database } from './database.ts';
import { inLooks } from './in-looks.ts';
import { MIGRATIONS } from './schema.ts';
import { StorageBench } from './testing/storage-bench.ts';

async function withHolder(work: (holder: DatabaseHolder) => Promise<void>): Promise<void> {
  await StorageBench.use(async ({ file }) => {
    const holder = new DatabaseHolder(file, MIGRATIONS, () => undefined);
    holder.open();
    await work(holder);
    holder.close();
  });
}

function* threeLooks(database: Database): Generator<void, number> {
  yield;
  yield;
  return database.number('SELECT count(*) FROM graves');
}

const DIG = `INSERT INTO graves VALUES ('a', 1, 0, '', 1)`;

describe('a search in looks', () => {
  it('[CH1] lets writes through between its looks', () =>
    withHolder(async (holder) => {
      const found = inLooks(holder, threeLooks);
      await nextTurn();
      holder.attempt((database) => database.exec(DIG));
      expect(await found).toEqual({ ok: true, value: 1 });
    }));

  it('[CH5] that fails, or whose database is closed, is an answer and says nothing about writing', () =>
    withHolder(async (holder) => {
      const failing = await inLooks(holder, function* (database) {
        yield;
        database.exec('SELECT nothing');
      });
      expect([failing.ok, holder.fault]).toEqual([false, null]);
      const closed = inLooks(holder, threeLooks);
      holder.close();
      expect(await closed).toMatchObject({ ok: false, error: { kind: 'closed' } });
    }));
});
