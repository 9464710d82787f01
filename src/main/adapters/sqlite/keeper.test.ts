import { expect, it } from 'vitest';
import { ANY, StepMaker } from '../../../core/testing/stored-steps.ts';
import { PATIENTLY } from '../../testing/patiently.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { Keeper } from './keeper.ts';
import type { FromWorker, Item } from './messages.ts';
import { intentPieces, stepOf } from './pieces.ts';
import { DEFAULT_STORAGE_SETTINGS } from './sqlite-storage.ts';
import { intentOf } from './testing/writes.ts';

const STEPS = 10;
const CHANGES = 800;

it('[LM1] a write is answered after the first of many steps that peers brought, and deliveries wait for the last', async () => {
  await using folder = await tempFolder();
  const told: FromWorker[] = [];
  const keeper = new Keeper(
    { post: (message) => told.push(message) },
    { ...DEFAULT_STORAGE_SETTINGS, file: `${folder.path}/state.db` },
  );
  const done = () => told.filter((message) => message.kind === 'done');
  const ask = async (call: number, request: Extract<Item, { kind: 'request' }>['request']): Promise<unknown> => {
    keeper.receive({ kind: 'items', items: [{ kind: 'request', call, request }] });
    const answer = () => done().flatMap(({ answers }) => answers.filter((one) => one.call === call))[0];
    await expect.poll(answer, PATIENTLY).toBeDefined();
    return answer()?.result;
  };
  await ask(1, { kind: 'open' });
  told.length = 0;

  const maker = new StepMaker();
  const values = Object.fromEntries(Array.from({ length: CHANGES }, (_, i) => [`k${i}`, '1']));
  const steps = Array.from({ length: STEPS }, () => stepOf(maker.step(values)));
  const lastSeq = steps.at(-1)?.seq ?? 0;
  keeper.receive({
    kind: 'items',
    items: [
      ...steps.map((step): Item => ({ kind: 'step', step, last: true })),
      { kind: 'delivery', seq: lastSeq, delivery: { seen: 1, of: 2, ms: 5 } },
      ...intentPieces(intentOf(1), 2),
    ],
  });
  const stored = () => done().map(({ storedSteps }) => storedSteps);
  await expect.poll(() => stored().reduce((sum, count) => sum + count, 0), PATIENTLY).toBe(STEPS);
  expect(stored().length).toBeGreaterThan(STEPS / 3);
  expect(done()[0]?.answers.map(({ call }) => call)).toEqual([2]);
  expect(await ask(3, { kind: 'changes', seq: lastSeq, offset: 0, limit: 1 })).toMatchObject({ ok: true });
  const query = { ...ANY, before: lastSeq + 1, limit: 1 };
  expect(await ask(4, { kind: 'history', query })).toMatchObject({
    value: { changesets: [{ delivery: { seen: 1 } }] },
  });
  await ask(5, { kind: 'close' });
});
