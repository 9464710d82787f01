import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StepMaker } from '../../../core/testing/stored-steps.ts';
import type { Delivery } from '../../../shared/model.ts';
import type { Item } from './messages.ts';
import { Outbox } from './outbox.ts';
import { stepOf } from './pieces.ts';
import { DEFAULT_QUEUE_LIMITS } from './step-queue.ts';

const ALL: Delivery = { seen: 2, of: 2, ms: 5 };
/** Longer than one turn may spend on sending. */
const LONG_TURN_MS = 12;
/** A step of so many goes in one message with nothing behind it. */
const FULL_MESSAGE_KEYS = 300;

/** An outbox that sends into a list: `3` for a step, `seen 3` for a delivery. */
function setUp(windowChars = DEFAULT_QUEUE_LIMITS.windowChars, onSend: () => void = () => undefined, delayMs = 0) {
  const sent: string[] = [];
  const outbox = new Outbox(
    (items) => {
      sent.push(...items.map(nameOf));
      onSend();
    },
    { ...DEFAULT_QUEUE_LIMITS, windowChars, delayMs },
  );
  const maker = new StepMaker();
  const step = (keys = 1): void => {
    const writes = Array.from({ length: keys }, (_, i) => [`k${i}`, String(maker.seq)] as const);
    outbox.step(stepOf(maker.step(Object.fromEntries(writes))));
  };
  return { outbox, sent, step };
}

function nameOf(item: Item): string {
  if (item.kind === 'step') return String(item.step.seq);
  if (item.kind === 'delivery') return `seen ${item.seq} by ${item.delivery.seen}`;
  return item.kind;
}

describe('what goes to the storage thread', () => {
  it('[PB6] a delivery goes behind the steps that were given, and before what is asked after it', async () => {
    const { outbox, sent, step } = setUp();
    step();
    outbox.delivery(1, { ...ALL, seen: 1 });
    step();
    outbox.delivery(1, ALL);
    await nextTurn();
    expect(sent).toEqual(['1', '2', 'seen 1 by 2']);
    outbox.stored(2);
    outbox.delivery(2, ALL);
    await outbox.whenEmpty();
    outbox.request(1, { kind: 'flush' });
    await nextTurn();
    expect(sent.slice(3)).toEqual(['seen 2 by 2', 'request']);
  });

  it('[PB6] a delivery waits while its step does, because the disk is slow', async () => {
    const { outbox, sent, step } = setUp(1);
    step();
    step();
    outbox.delivery(2, ALL);
    await nextTurn();
    expect([sent, outbox.isEmpty]).toEqual([['1'], false]);
    outbox.stored(1);
    await nextTurn();
    expect(sent).toEqual(['1', '2', 'seen 2 by 2']);
  });

  it('[LM1] deliveries that wait for a slow disk are the newest of each changeset only', async () => {
    const { outbox, sent, step } = setUp(1);
    step();
    step();
    for (let i = 0; i < 30_000; i += 1) outbox.delivery((i % 3) + 1, { ...ALL, seen: i });
    await nextTurn();
    outbox.stored(1);
    await nextTurn();
    expect(sent).toEqual(['1', '2', 'seen 1 by 29997', 'seen 2 by 29998', 'seen 3 by 29999']);
  });

  it('[CH1] who waits for all to be stored is let go, also when that was so before the turn after a long one', async () => {
    const { outbox, step } = setUp(undefined, () => {
      for (const end = performance.now() + LONG_TURN_MS; performance.now() < end;);
      queueMicrotask(() => outbox.stored(1));
    });
    step(FULL_MESSAGE_KEYS);
    let isLetGo = false;
    void outbox.whenEmpty().then(() => {
      isLetGo = true;
    });
    await nextTurn();
    await nextTurn();
    await nextTurn();
    expect(isLetGo).toBe(true);
  });
});

describe('a step for which nobody waits', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  const setUpSlow = () => setUp(DEFAULT_QUEUE_LIMITS.windowChars, undefined, 100);

  it('[CH1] goes with those that come within a moment', async () => {
    const { outbox, sent, step } = setUpSlow();
    step();
    outbox.delivery(1, ALL);
    await nextTurn();
    vi.advanceTimersByTime(99);
    step();
    await nextTurn();
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    await nextTurn();
    expect(sent).toEqual(['1', '2', 'seen 1 by 2']);
    vi.advanceTimersByTime(1_000);
    await nextTurn();
    expect(sent).toHaveLength(3);
  });

  it('[CH1] goes at once when somebody asks, or writes, or waits until all is stored', async () => {
    const { outbox, sent, step } = setUpSlow();
    step();
    outbox.request(1, { kind: 'flush' });
    await nextTurn();
    expect(sent).toEqual(['request', '1']);
    outbox.stored(1);
    step();
    const stored = outbox.whenEmpty();
    await nextTurn();
    expect(sent).toEqual(['request', '1', '2']);
    outbox.stored(1);
    await stored;
  });

  it('[LM1] goes at once when many wait', async () => {
    const { sent, step } = setUpSlow();
    let given = 0;
    for (; sent.length === 0 && given < 1_000; given += 1) {
      step();
      await nextTurn();
    }
    expect(given).toBeGreaterThan(10);
    expect(given).toBeLessThanOrEqual(500);
    expect(sent).toHaveLength(given);
  });
});
