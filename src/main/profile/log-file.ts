import type { Logger } from '../../core/ports.ts';
import { createLogger, type LogSettings } from '../adapters/log.ts';
import { createRotatingFile } from './rotating-file.ts';

/** Two files of this size are kept at most. */
const MAX_BYTES = 5 * 1024 * 1024;
const FLUSH_DELAY_MS = 200;

export interface AppLog {
  logger: Logger;
  /** From now on each line also goes to `write`, its line end included. */
  echoTo(write: (line: string) => void): void;
  /** Puts everything logged into the file and closes it; may be called twice. */
  close(): void;
}

/** The program's log: JSON lines in a file of bounded size. */
export function openLog(path: string, settings: LogSettings = {}): AppLog {
  const file = createRotatingFile({ path, maxBytes: MAX_BYTES, flushDelayMs: FLUSH_DELAY_MS });
  let echo: ((line: string) => void) | null = null;
  const logger = createLogger((line) => {
    file.write(line);
    echo?.(line);
  }, settings);
  const error: Logger['error'] = (event, fields) => {
    logger.error(event, fields);
    // The process may end by it.
    file.flush();
  };
  // However the process ends, short of a kill.
  const onExit = (): void => file.close();
  process.once('exit', onExit);
  return {
    logger: { ...logger, error },
    echoTo(write) {
      echo = write;
    },
    close: () => {
      process.off('exit', onExit);
      file.close();
    },
  };
}
