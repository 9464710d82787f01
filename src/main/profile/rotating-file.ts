import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

export interface RotatingFileSettings {
  path: string;
  /** Beyond this size the file becomes `<path>.1`, replacing an older one, and a new one begins. */
  maxBytes: number;
  /** Longest time that lines wait in memory. Higher: fewer writes; lower: less is lost when the process is killed. */
  flushDelayMs: number;
}

export interface RotatingFile {
  write(line: string): void;
  /** Puts what waits into the file, now. */
  flush(): void;
  /** Flushes and closes; may be called twice. Lines that come later are dropped. */
  close(): void;
}

/** Waiting lines are written at once beyond this size (LM1). */
const MAX_WAITING_CHARS = 64 * 1024;

/**
 * A text file of bounded size, for logs. A full or broken disk never throws: the lines concerned are lost and the next
 * ones tried again.
 */
export function createRotatingFile(settings: RotatingFileSettings): RotatingFile {
  let file: { descriptor: number; sizeBytes: number } | null = null;
  let waiting = '';
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  function release(): void {
    if (file !== null) closeSync(file.descriptor);
    file = null;
  }

  function append(text: string): void {
    const bytes = Buffer.from(text);
    file ??= openForAppend(settings.path);
    if (file.sizeBytes > 0 && file.sizeBytes + bytes.length > settings.maxBytes) {
      release();
      renameSync(settings.path, `${settings.path}.1`);
      file = openForAppend(settings.path);
    }
    file.sizeBytes += writeSync(file.descriptor, bytes);
  }

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting === '') return;
    const text = waiting;
    waiting = '';
    try {
      append(text);
    } catch {
      file = null;
    }
  }

  return {
    write(line) {
      if (closed) return;
      waiting += line;
      if (waiting.length >= MAX_WAITING_CHARS) flush();
      else timer ??= setTimeout(flush, settings.flushDelayMs).unref();
    },
    flush,
    close() {
      if (closed) return;
      flush();
      release();
      closed = true;
    },
  };
}

function openForAppend(path: string): { descriptor: number; sizeBytes: number } {
  const descriptor = openSync(path, 'a', 0o600);
  return { descriptor, sizeBytes: fstatSync(descriptor).size };
}
