import { expect, it } from 'vitest';
import { ask, NO_ANSWER } from './ask.ts';

it('[UI] an answer passes, null included', async () => {
  expect(await ask(Promise.resolve(5))).toEqual({ ok: true, value: 5 });
  expect(await ask(Promise.resolve(null))).toEqual({ ok: true, value: null });
});

it('[UI] a refusal at the border is an error in words', async () => {
  expect(await ask<unknown>(Promise.resolve({ refused: 'the key is too long' }))).toEqual({
    ok: false,
    error: 'The program refused this: the key is too long.',
  });
});

it('[UI] a call that is lost is an error in words, never a stack trace', async () => {
  expect(await ask(Promise.reject(new Error('Object has been destroyed')))).toEqual({ ok: false, error: NO_ANSWER });
});
