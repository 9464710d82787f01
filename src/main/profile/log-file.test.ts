import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { openLog } from './log-file.ts';

const eventsIn = (path: string): unknown[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: unknown }).event);

describe('openLog', () => {
  it('[ARCH] keeps every line, and echoes those after it was asked to', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'log');
    const log = openLog(path);
    const echoed: string[] = [];
    log.logger.info('one');
    log.echoTo((line) => echoed.push(line));
    log.logger.warn('two');
    log.close();
    log.close();
    expect(eventsIn(path)).toEqual(['one', 'two']);
    expect(echoed.map((line) => (JSON.parse(line) as { event: unknown }).event)).toEqual(['two']);
  });

  it('[ARCH] has errors in the file at once, with what came before', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'log');
    const log = openLog(path);
    log.logger.info('one');
    expect(existsSync(path)).toBe(false);
    log.logger.error('broken');
    expect(eventsIn(path)).toEqual(['one', 'broken']);
    log.close();
  });

  it('[ARCH] leaves no listener behind', async () => {
    await using folder = await tempFolder();
    const before = process.listenerCount('exit');
    const log = openLog(join(folder.path, 'log'));
    expect(process.listenerCount('exit')).toBe(before + 1);
    log.close();
    expect(process.listenerCount('exit')).toBe(before);
  });
});
