import { describe, expect, it } from 'vitest';
import { ManualTime } from '../../core/testing/manual-time.ts';
import { createShutdown } from './shutdown.ts';

function setUp() {
  const time = new ManualTime(() => Promise.resolve());
  const exits: number[] = [];
  let stops = 0;
  const stopped = Promise.withResolvers<undefined>();
  const stop = (): Promise<void> => {
    stops += 1;
    return stopped.promise;
  };
  const shutdown = createShutdown({ stop, exit: (code) => exits.push(code), scheduler: time }, { limitMs: 3000 });
  return { time, exits, stopped, shutdown, stops: () => stops };
}

const settled = async (): Promise<void> => {
  await Promise.resolve();
  await Promise.resolve();
};

describe('createShutdown', () => {
  it('[ARCH] exits once everything has stopped', async () => {
    const { time, exits, stopped, shutdown } = setUp();
    shutdown(0);
    expect(exits).toEqual([]);
    stopped.resolve(undefined);
    await settled();
    expect(exits).toEqual([0]);
    await time.pass(5000);
    expect(exits).toEqual([0]);
  });

  it('[ARCH] exits in time even if something does not stop', async () => {
    const { time, exits, shutdown } = setUp();
    shutdown(0);
    await time.pass(2999);
    expect(exits).toEqual([]);
    await time.pass(1);
    expect(exits).toEqual([0]);
  });

  it('[ARCH] exits even if stopping fails', async () => {
    const { exits, stopped, shutdown } = setUp();
    shutdown(1);
    stopped.reject(new Error('no'));
    await settled();
    expect(exits).toEqual([1]);
  });

  it('[ARCH] counts only the first call', async () => {
    const { exits, stopped, shutdown, stops } = setUp();
    shutdown(1);
    shutdown(0);
    stopped.resolve(undefined);
    await settled();
    shutdown(0);
    expect([stops(), exits]).toEqual([1, [1]]);
  });
});
