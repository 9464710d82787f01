import { expect, it } from 'vitest';
import type { CompareOptions } from '../../core/node-api.ts';
import type { PeerComparison } from '../../shared/peer-comparison.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { Comparing } from './comparing.ts';
import { aDigest } from './testing/fixtures.ts';

const EQUAL: PeerComparison = { differences: [], more: false, digest: aDigest(1), time: 5 };

interface Call {
  rowId: string;
  options: CompareOptions;
  answer: (answer: Result<PeerComparison, string>) => void;
}

function setUp() {
  const calls: Call[] = [];
  const node = {
    comparePeer: (rowId: string, options: CompareOptions) => {
      const { promise, resolve } = Promise.withResolvers<Result<PeerComparison, string>>();
      calls.push({ rowId, options, answer: resolve });
      return promise;
    },
  };
  const comparing = new Comparing();
  return { calls, comparing, run: (rowId: string) => comparing.run(node, rowId) };
}

it('[RE4] asks for as many differences as the window takes, and tells what came of it', async () => {
  const { calls, comparing, run } = setUp();
  const first = run('p1');
  expect(calls[0]).toMatchObject({ rowId: 'p1', options: { limit: 500 } });
  calls[0]!.options.onFound(100);
  expect(comparing.found).toBe(100);
  calls[0]!.answer(ok(EQUAL));
  expect(await first).toEqual({ kind: 'done', comparison: EQUAL });
  const second = run('p2');
  expect(comparing.found).toBe(0);
  calls[1]!.answer(err('It did not answer.'));
  expect(await second).toEqual({ kind: 'failed', reason: 'It did not answer.' });
});

it('[RE4] a cancelled comparison stops asking', async () => {
  const { calls, comparing, run } = setUp();
  const running = run('p1');
  expect(calls[0]!.options.goesOn()).toBe(true);
  comparing.cancel();
  expect(calls[0]!.options.goesOn()).toBe(false);
  calls[0]!.answer(err('The comparison was stopped.'));
  expect(await running).toEqual({ kind: 'cancelled' });
});

it('[RE4] another comparison cancels the one under way, whose count is not shown any more', async () => {
  const { calls, comparing, run } = setUp();
  const [first, second] = [run('p1'), run('p2')];
  expect(calls.map(({ options }) => options.goesOn())).toEqual([false, true]);
  calls[0]!.options.onFound(300);
  expect(comparing.found).toBe(0);
  calls[0]!.answer(ok(EQUAL));
  calls[1]!.answer(ok(EQUAL));
  expect(await first).toEqual({ kind: 'cancelled' });
  expect(await second).toEqual({ kind: 'done', comparison: EQUAL });
});
