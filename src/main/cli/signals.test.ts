import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { watchSignals } from './signals.ts';

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])(
  '[LA5] tells of the first %s and exits at the second signal',
  async (signal) => {
    const exits: number[] = [];
    const process = new EventEmitter();
    const { first } = watchSignals({ process, exit: (code) => exits.push(code) });
    process.emit(signal, signal);
    expect(await first).toBe(signal);
    expect(exits).toEqual([]);
    process.emit('SIGINT', 'SIGINT');
    expect(exits).toEqual([130]);
  },
);
