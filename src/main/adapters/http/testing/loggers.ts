import type { LogFields, Logger } from '../../../../core/ports.ts';

const ignore = (): void => undefined;

export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A logger that keeps what it is told. */
export function recordingLogger(): { logger: Logger; events: { event: string; fields: LogFields }[] } {
  const events: { event: string; fields: LogFields }[] = [];
  const record = (event: string, fields: LogFields = {}) => void events.push({ event, fields });
  return { logger: { debug: record, info: record, warn: record, error: record }, events };
}
