import { describe, expect, it } from 'vitest';
import type { AppEvent, EventBatch, Snapshot } from '../../../shared/ipc.ts';
import { Feed } from './feed.ts';
import { manualTimers } from './testing/manual-timers.ts';
import { aSnapshot } from './testing/samples.ts';

type Answer = Snapshot | { refused: string };

function setUp() {
  const timers = manualTimers();
  const log: string[] = [];
  const asked: ((answer: Answer) => void)[] = [];
  let listener: ((batch: EventBatch) => void) | null = null;
  const bridge = {
    getSnapshot: () => {
      log.push('asked');
      return new Promise<Snapshot>((resolve) => asked.push(resolve as (answer: Answer) => void));
    },
    onEvents: (each: (batch: EventBatch) => void) => {
      log.push('subscribed');
      listener = each;
      return () => {
        listener = null;
      };
    },
  };
  const feed = new Feed(
    { bridge, timers },
    {
      onSnapshot: ({ seq }) => log.push(`snapshot ${seq}`),
      onEvents: (events: readonly AppEvent[]) =>
        log.push(events.map((event) => (event.kind === 'peer-gone' ? event.rowId : event.kind)).join()),
      onFailure: (reason) => log.push(reason),
    },
  );
  const send = (seq: number): void => listener?.({ seq, events: [{ kind: 'peer-gone', rowId: `batch ${seq}` }] });
  const answer = async (what: Answer): Promise<void> => {
    asked.shift()?.(what);
    await timers.settle();
  };
  return { feed, log, send, answer, timers, subscribed: () => listener !== null };
}

describe('Feed', () => {
  it('[UI] subscribes first, then asks for a snapshot', () => {
    const { feed, log } = setUp();
    feed.start();
    feed.start();
    expect(log).toEqual(['subscribed', 'asked']);
  });

  it('[UI] drops batches that the snapshot includes and applies the ones after it in order', async () => {
    const { feed, log, send, answer } = setUp();
    feed.start();
    [4, 5, 6].forEach(send);
    await answer(aSnapshot(5));
    send(7);
    expect(log.slice(2)).toEqual(['snapshot 5', 'batch 6', 'batch 7']);
  });

  it('[UI] a gap in the sequence means that the snapshot is fetched again', async () => {
    const { feed, log, send, answer } = setUp();
    feed.start();
    await answer(aSnapshot(5));
    send(7);
    send(8);
    expect(log.slice(2)).toEqual(['snapshot 5', 'asked']);
    await answer(aSnapshot(7));
    expect(log.slice(4)).toEqual(['snapshot 7', 'batch 8']);
  });

  it('[UI] a snapshot older than what waits is fetched again too', async () => {
    const { feed, log, send, answer } = setUp();
    feed.start();
    send(9);
    await answer(aSnapshot(5));
    expect(log.slice(2)).toEqual(['snapshot 5', 'asked']);
    await answer(aSnapshot(9));
    expect(log.slice(4)).toEqual(['snapshot 9']);
  });

  it('[UI] a refused snapshot is told in words and asked for again', async () => {
    const { feed, log, answer, timers } = setUp();
    feed.start();
    await answer({ refused: 'unknown sender' });
    expect(log.slice(2)).toEqual(['The program refused this: unknown sender.']);
    timers.advance(2000);
    await answer(aSnapshot(1));
    expect(log.slice(3)).toEqual(['asked', 'snapshot 1']);
  });

  it('[UI] after stop nothing arrives any more, and a start begins anew', async () => {
    const { feed, log, send, answer, subscribed } = setUp();
    feed.start();
    feed.stop();
    feed.stop();
    expect(subscribed()).toBe(false);
    await answer(aSnapshot(5));
    expect(log).toEqual(['subscribed', 'asked']);
    feed.start();
    await answer(aSnapshot(8));
    send(9);
    expect(log.slice(2)).toEqual(['subscribed', 'asked', 'snapshot 8', 'batch 9']);
  });
});
