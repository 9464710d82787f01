import { beforeEach, describe, expect, it } from 'vitest';
import type { Key } from '../../../shared/model.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { KeyWindow, VALUE_ROWS, type KeyPage } from './key-window.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';

interface Row {
  key: Key;
  of: string;
}

let timers: ManualTimers;
let list: KeyWindow<Row, { of: string }>;
let waiting: (() => void)[];
let gone: boolean;
let limits: number[];

/** Answers only when told to, with rows that say for whom they are. */
function fetch({ of }: { of: string }, offset: number, limit: number): Promise<Result<KeyPage<Row> | null, string>> {
  limits.push(limit);
  return new Promise((resolve) => {
    waiting.push(() => {
      const rows = Array.from({ length: limit }, (_, n) => ({ key: `k${offset + n}` as Key, of }));
      resolve(ok(gone ? null : { total: 100_000, matching: 100_000, offset, rows }));
    });
  });
}

async function answer(): Promise<void> {
  for (const resolve of waiting.splice(0)) resolve();
  await timers.settle();
  timers.advance(100);
  await timers.settle();
}

beforeEach(() => {
  timers = manualTimers();
  waiting = [];
  limits = [];
  gone = false;
  list = new KeyWindow({ fetch, timers }, { of: 'nothing' }, VALUE_ROWS);
});

describe('a window on a long list', () => {
  it('[LM1] holds few rows where each may carry a large value', async () => {
    list.restart({ of: 'then' });
    await answer();
    list.show(50_000, 50_020);
    await answer();
    expect(Math.max(...limits)).toBe(100);
    expect(list.store.getState()).toMatchObject({ matching: 100_000, offset: 49_970 });
  });

  it('[UI] an answer to what is not listed any more changes nothing', async () => {
    list.restart({ of: 'yesterday' });
    list.restart({ of: 'last week' });
    await answer();
    expect(list.store.getState()).toMatchObject({ shown: null, rows: [] });
    await answer();
    expect(list.store.getState().rows[0]).toMatchObject({ of: 'last week' });
  });

  it('[UI] a cleared list stays empty and asks for nothing', async () => {
    list.restart({ of: 'then' });
    list.clear({ of: 'nothing' });
    await answer();
    await answer();
    expect(list.store.getState()).toMatchObject({ shown: null, rows: [], query: { of: 'nothing' } });
    expect(limits).toHaveLength(1);
  });

  it('[UI] what is not there any more leaves the rows as they are', async () => {
    list.restart({ of: 'then' });
    await answer();
    gone = true;
    list.setQuery({ of: 'then' });
    await answer();
    expect(list.store.getState().rows).toHaveLength(100);
    expect(list.store.getState().failure).toBeNull();
  });
});
