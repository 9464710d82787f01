import { describe, expect, it } from 'vitest';
import { createLogger, type LogSettings } from './log.ts';

function linesOf(settings: LogSettings, use: (logger: ReturnType<typeof createLogger>) => void): unknown[] {
  const lines: string[] = [];
  use(createLogger((line) => lines.push(line), settings));
  expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
  return lines.map((line) => JSON.parse(line) as unknown);
}

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;

describe('createLogger', () => {
  it('[ARCH] writes one JSON line an event, its fields beside level, time and name', () => {
    const lines = linesOf({}, (logger) => {
      logger.info('peer-found', { peer: 'a\nb', port: 1, known: null });
      logger.error('broken');
    });
    expect(lines).toEqual([
      { level: 'info', time: TIME, event: 'peer-found', peer: 'a\nb', port: 1, known: null },
      { level: 'error', time: TIME, event: 'broken' },
    ]);
  });

  it('[ARCH] drops what is below its level', () => {
    const all = (logger: ReturnType<typeof createLogger>): void => {
      logger.debug('d');
      logger.info('i');
      logger.warn('w');
      logger.error('e');
    };
    expect(linesOf({}, all)).toHaveLength(3);
    expect(linesOf({ level: 'debug' }, all)).toHaveLength(4);
    expect(linesOf({ level: 'error' }, all)).toHaveLength(1);
  });
});
