import type { Writable } from 'node:stream';

/** A stream of lines that may end at any time: what nobody reads any more is dropped. */
export interface Output {
  /** Adds the line end. */
  line(text: string): void;
  /** Writes text as it is. */
  write(text: string): void;
  /** Resolves when everything has been handed over, or nobody reads any more. */
  drained(): Promise<void>;
}

/** Most text that waits for a slow reader (LM1). */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** `stream` is stdout or stderr: its reader may have gone (EPIPE), which is no reason to end. */
export function createOutput(stream: Writable): Output {
  let broken = false;
  stream.on('error', () => {
    broken = true;
  });
  const write = (text: string): void => {
    if (!broken && stream.writableLength < MAX_WAITING_BYTES) stream.write(text);
  };
  return {
    write,
    line: (text) => write(`${text}\n`),
    drained: () =>
      new Promise((resolve) => {
        if (broken || stream.writableLength === 0) resolve();
        else {
          stream.once('error', () => resolve());
          stream.write('', () => resolve());
        }
      }),
  };
}
