import { expect, it } from 'vitest';
import type { Stage } from '../../../shared/ipc-group.ts';
import { WindowStage } from './stage.ts';
import { manualTimers } from './testing/manual-timers.ts';
import { aFirstStart } from './testing/samples.ts';

function setUp(...answers: (Stage | { refused: string })[]) {
  const timers = manualTimers();
  let asked = 0;
  const stage = new WindowStage({
    bridge: {
      getStage: () => {
        asked += 1;
        return Promise.resolve(answers.shift() as Stage);
      },
    },
    timers,
  });
  return { stage, timers, asked: () => asked, state: () => stage.store.getState() };
}

it('[UI] asks once whether there is a group, and shows the choice of one if there is none', async () => {
  const { stage, timers, asked, state } = setUp(aFirstStart());
  expect(state()).toEqual({ kind: 'asking' });
  stage.start();
  stage.start();
  await timers.settle();
  expect([asked(), state()]).toEqual([1, aFirstStart()]);
});

it('[GR6] forgets the code of the first start once a group is chosen', async () => {
  const { stage, timers, state } = setUp(aFirstStart());
  stage.start();
  await timers.settle();
  stage.chosen();
  expect(state()).toEqual({ kind: 'running' });
});

it('[UI] says why it does not know, and asks again', async () => {
  const { stage, timers, state } = setUp({ refused: 'unknown sender' }, { kind: 'running' });
  stage.start();
  await timers.settle();
  expect(state()).toMatchObject({ kind: 'unknown', reason: 'The program refused this: unknown sender.' });
  timers.advance(2000);
  await timers.settle();
  expect(state()).toEqual({ kind: 'running' });
});

it('[UI] after stop nothing arrives any more', async () => {
  const { stage, timers, asked, state } = setUp({ refused: 'no' }, { kind: 'running' });
  stage.start();
  stage.stop();
  stage.stop();
  await timers.settle();
  timers.advance(10_000);
  await timers.settle();
  expect([asked(), state()]).toEqual([1, { kind: 'asking' }]);
});
