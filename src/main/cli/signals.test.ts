import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { watchSignals } from './signals.ts';

function watched() {
  const exits: number[] = [];
  const process = new EventEmitter();
  const signals = watchSignals({ process, exit: (code) => exits.push(code) });
  return { exits, process, signals };
}

describe('watchSignals', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('tells of the first %s and exits at the second', async (signal) => {
    const { exits, process, signals } = watched();
    process.emit(signal, signal);
    expect(await signals.first).toBe(signal);
    expect(exits).toEqual([]);
    process.emit('SIGINT', 'SIGINT');
    expect(exits).toEqual([130]);
  });

  it('can be ended', () => {
    const { process, signals } = watched();
    signals.end();
    expect(process.eventNames()).toEqual([]);
  });
});
