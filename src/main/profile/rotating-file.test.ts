import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { createRotatingFile } from './rotating-file.ts';
import { PATIENTLY } from '../testing/patiently.ts';

const LINE = `${'x'.repeat(9)}\n`;

describe('createRotatingFile', () => {
  it('[LM1] keeps one older file of the same size and no more', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'log');
    const file = createRotatingFile({ path, maxBytes: 25, flushDelayMs: 60_000 });
    for (const mark of 'abcde') {
      file.write(LINE.replaceAll('x', mark));
      file.flush();
    }
    expect(readFileSync(path, 'utf8')).toBe('eeeeeeeee\n');
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('ccccccccc\nddddddddd\n');
    expect(existsSync(`${path}.2`)).toBe(false);
    file.close();
  });

  it('[LM1] counts what an earlier run has written', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'log');
    writeFileSync(path, LINE.repeat(2));
    const file = createRotatingFile({ path, maxBytes: 25, flushDelayMs: 60_000 });
    file.write('new\n');
    file.write('er\n');
    file.close();
    expect(readFileSync(path, 'utf8')).toBe('new\ner\n');
  });

  it('[ARCH] writes by itself after a moment', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'log');
    const file = createRotatingFile({ path, maxBytes: 100, flushDelayMs: 1 });
    file.write(LINE);
    await expect.poll(() => existsSync(path) && readFileSync(path, 'utf8'), PATIENTLY).toBe(LINE);
    file.close();
  });

  it('[LM1] does not let much wait in memory', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'log');
    const file = createRotatingFile({ path, maxBytes: 1e6, flushDelayMs: 60_000 });
    file.write(`${'x'.repeat(70_000)}\n`);
    expect(statSync(path).size).toBe(70_001);
    file.close();
  });

  it('[ARCH] drops lines after its end, which may come twice', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'log');
    const file = createRotatingFile({ path, maxBytes: 100, flushDelayMs: 60_000 });
    file.write('a\n');
    file.close();
    file.close();
    file.write('b\n');
    file.flush();
    expect(readFileSync(path, 'utf8')).toBe('a\n');
  });

  it('[ARCH] outlives a folder that is gone for a while', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'log');
    const blocked = createRotatingFile({ path: join(path, 'log'), maxBytes: 100, flushDelayMs: 60_000 });
    writeFileSync(path, '');
    blocked.write('lost\n');
    blocked.flush();
    rmSync(path);
    mkdirSync(path);
    blocked.write('kept\n');
    blocked.close();
    expect(readFileSync(join(path, 'log'), 'utf8')).toBe('kept\n');
  });
});
