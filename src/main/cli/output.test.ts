import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createOutput } from './output.ts';

/** A reader that takes what it gets when told to. */
class SlowReader extends Writable {
  readonly taken: string[] = [];
  #next: (error?: Error) => void = () => undefined;

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.taken.push(chunk.toString());
    this.#next = done;
  }

  goOn(error?: Error): void {
    this.#next(error);
  }
}

describe('createOutput', () => {
  it('[LA5] writes lines, and tells when they are handed over', async () => {
    const reader = new SlowReader();
    const output = createOutput(reader);
    output.line('one');
    const drained = output.drained();
    reader.goOn();
    reader.goOn();
    await drained;
    expect(reader.taken[0]).toBe('one\n');
  });

  it('[LM1] drops what a slow reader leaves lying', () => {
    const reader = new SlowReader({ highWaterMark: 1 });
    const output = createOutput(reader);
    const mebibyte = 'x'.repeat(1024 * 1024);
    for (let count = 0; count < 10; count += 1) output.write(mebibyte);
    expect(reader.writableLength).toBe(4 * mebibyte.length);
  });

  it('[LA5] goes on when the reader has gone', async () => {
    const reader = new SlowReader();
    const output = createOutput(reader);
    output.line('one');
    const drained = output.drained();
    reader.goOn(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await drained;
    output.line('two');
    await output.drained();
    expect(reader.taken).toEqual(['one\n']);
  });
});
