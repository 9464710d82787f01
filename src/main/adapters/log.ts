import { pino } from 'pino';
import type { LogFields, Logger } from '../../core/ports.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogSettings {
  /** Lower levels are dropped. @default info */
  level?: LogLevel;
}

/** The Logger port over pino: one JSON line an event, `{"level","time","event",...}`, its time as ISO text. */
export function createLogger(writeLine: (line: string) => void, { level = 'info' }: LogSettings = {}): Logger {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: writeLine },
  );
  const at =
    (name: LogLevel) =>
    (event: string, fields: LogFields = {}): void =>
      log[name]({ event, ...fields });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
