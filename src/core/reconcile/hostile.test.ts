import fc from 'fast-check';
import { expect, it } from 'vitest';
import { entry } from '../../../test/support/entries.ts';
import { FixedClock, newState, WIDE } from '../../../test/support/state.ts';
import type { EntryView } from '../../shared/model.ts';
import type { State } from '../state/state.ts';
import { ByteWriter } from './bytes.ts';
import { Descent } from './descent.ts';
import { encodeWanted, MAX_FETCHED } from './fetch-messages.ts';
import type { KeyHash } from './key-hash.ts';
import { AnswerWriter, MAX_MESSAGE_BYTES, readAnswer, readQuestions, writeQuestion } from './messages.ts';
import { FETCH_PATH, RECONCILE_PATH, STANDING_PATH } from './paths.ts';
import { childOf, FANOUT, MAX_DEPTH } from './prefix.ts';
import { ReconcileServer } from './reconcile-server.ts';

const pause = (): Promise<void> => Promise.resolve();
function stateOf(entries: EntryView[] = []): State {
  const state = newState();
  state.merge(entries);
  return state;
}

const state = stateOf(Array.from({ length: 20_000 }, (_, i) => entry(`key ${i}`, i)));
const components = { state: () => state, clock: new FixedClock(), pause };
const server = new ReconcileServer(components, WIDE);

const descentAgainst = (answer: (body: Uint8Array) => Uint8Array): Descent =>
  new Descent({
    ...{ state: () => state, pause },
    send: (_path, body) => Promise.resolve(answer(body)),
    onDifferences: () => Promise.resolve(true),
  });

/** One question for each prefix of so many digits, from the first on. */
function questionsOf(depth: number, count: number, withChildren: boolean): Uint8Array {
  const writer = new ByteWriter();
  const children = withChildren ? new Uint32Array(32).fill(0xffffff) : null;
  for (let i = 0; i < count; i += 1) writeQuestion(writer, { prefix: i.toString(16).padStart(depth, '0'), children });
  return writer.finish();
}

it('[PS4] what is malformed, or no path of its own, gets no answer', async () => {
  expect(await server.answer('/-/hello', questionsOf(1, 1, false))).toBeNull();
  for (const path of [RECONCILE_PATH, FETCH_PATH, STANDING_PATH]) {
    expect(await server.answer(path, new Uint8Array(0))).toBeNull();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (body) => {
        const answer = await server.answer(path, body);
        expect(answer === null || answer.length <= MAX_MESSAGE_BYTES).toBe(true);
      }),
    );
  }
});

it('[PS4] key hashes against the order, cut off or too many get no answer', async () => {
  const [a, b] = ['a'.repeat(32), 'b'.repeat(32)] as KeyHash[];
  expect(await server.answer(FETCH_PATH, encodeWanted([a!, b!]))).not.toBeNull();
  expect(await server.answer(FETCH_PATH, encodeWanted([b!, a!]))).toBeNull();
  expect(await server.answer(FETCH_PATH, encodeWanted([a!, a!]))).toBeNull();
  expect(await server.answer(FETCH_PATH, encodeWanted([a!, b!]).slice(1))).toBeNull();
  const many = Array.from({ length: MAX_FETCHED + 1 }, (_, i) => i.toString(16).padStart(32, '0') as KeyHash);
  expect(await server.answer(FETCH_PATH, encodeWanted(many))).toBeNull();
});

it('[RE1] an answer stays within its bytes and tells how far it came', async () => {
  const body = questionsOf(3, 2_000, true);
  expect(body.length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
  const answer = readAnswer((await server.answer(RECONCILE_PATH, body))!)!;
  expect(answer.dealt).toBeGreaterThan(0);
  expect(answer.dealt).toBeLessThan(2_000);
});

it('[LM2] a request makes no more work than its bound, and that in slices', async () => {
  const wide = stateOf(Array.from({ length: 80_000 }, (_, i) => entry(`k${i}`, 0)));
  let atPause = wide.index.hashedKeys;
  let mostInOneGo = 0;
  const look = (): Promise<void> => {
    mostInOneGo = Math.max(mostInOneGo, wide.index.hashedKeys - atPause);
    atPause = wide.index.hashedKeys;
    return Promise.resolve();
  };
  const sliced = new ReconcileServer({ ...components, state: () => wide, pause: look }, WIDE);
  const fetched = Array.from({ length: MAX_FETCHED }, (_, i) => i.toString(16).padStart(3, '0').padEnd(32, 'f'));
  for (const [path, body, asked] of [
    [RECONCILE_PATH, questionsOf(3, 4_096, false), 4_096],
    [RECONCILE_PATH, questionsOf(2, 256, true), 256],
    [FETCH_PATH, encodeWanted(fetched as KeyHash[]), MAX_FETCHED],
  ] as const) {
    atPause = wide.index.hashedKeys;
    const before = wide.index.hashedKeys;
    const [high, low] = (await sliced.answer(path, body))!;
    expect(high! * 256 + low!).toBeLessThan(asked);
    expect(wide.index.hashedKeys - before).toBeLessThan(70_000);
    await look();
  }
  expect(mostInOneGo).toBeLessThan(4_096);
});

it('[RE1] an answer that does not belong to the questions is malformed', async () => {
  const replyTo = (prefixes: string[], dealt: number) => (): Uint8Array => {
    const writer = new AnswerWriter();
    for (const prefix of prefixes) writer.reply({ kind: 'listing', prefix, listing: [] });
    for (let i = 0; i < dealt; i += 1) writer.next();
    return writer.finish();
  };
  expect(await descentAgainst(replyTo([], 0)).run()).toBe('malformed');
  expect(await descentAgainst(replyTo([], 2)).run()).toBe('malformed');
  expect(await descentAgainst(replyTo([''], 1)).run()).toBe('malformed');
  expect(await descentAgainst(replyTo(['ab'], 1)).run()).toBe('malformed');
  expect(await descentAgainst(() => new Uint8Array(1)).run()).toBe('malformed');
  expect(await descentAgainst(replyTo(['a', 'b'], 1)).run()).toBeNull();
});

it('[RE1] a question without digests is answered exactly once', async () => {
  const few = stateOf([entry('a', 1)]);
  const run = (prefixes: string[]) => {
    const writer = new AnswerWriter();
    for (const prefix of prefixes) writer.reply({ kind: 'listing', prefix, listing: [] });
    writer.next();
    const send = (): Promise<Uint8Array> => Promise.resolve(writer.finish());
    return new Descent({ state: () => few, pause, send, onDifferences: () => Promise.resolve(true) }).run();
  };
  expect(await run([])).toBe('malformed');
  expect(await run(['0', '1'])).toBe('malformed');
  expect(await run([''])).toBeNull();
});

it('[LM1] a peer that claims differences without end is left', async () => {
  let requests = 0;
  const endless = descentAgainst((body) => {
    requests += 1;
    const writer = new AnswerWriter();
    const children = new Uint32Array(32).fill(requests % 0xffffff);
    for (const question of readQuestions(body) ?? []) {
      if (writer.isFull) break;
      const { prefix } = question;
      if (question.children === null && prefix.length === MAX_DEPTH)
        writer.reply({ kind: 'listing', prefix, listing: [] });
      else if (question.children === null) writer.reply({ kind: 'children', prefix, children });
      else
        for (let digit = 0; digit < FANOUT; digit += 1)
          writer.reply({ kind: 'children', prefix: childOf(prefix, digit), children });
      writer.next();
    }
    return writer.finish();
  });
  expect(await endless.run()).toBe('too-much');
  expect(requests).toBeLessThanOrEqual(4_096);
});
