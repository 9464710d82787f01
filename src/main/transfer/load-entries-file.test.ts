import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { loadEntriesFile } from './load-entries-file.ts';

const LIMITS = { maxBytes: 100, maxEntries: 2 };

async function loaded(content: string | Uint8Array) {
  await using folder = await tempFolder();
  const path = join(folder.path, 'state.json');
  await writeFile(path, content);
  return loadEntriesFile({ path, limits: LIMITS });
}

describe('loadEntriesFile', () => {
  it('[ST11] reads a file, with a byte order mark or without', async () => {
    const entries = [{ key: 'a', text: '1', ts: 5 }];
    expect(await loaded('{"a": {"value": 1, "ts": 5}}')).toEqual({ ok: true, value: entries });
    expect(await loaded('\uFEFF{"a": {"value": 1, "ts": 5}}')).toEqual({ ok: true, value: entries });
  });

  it('[ST11] names the place of what is malformed', async () => {
    const problem = { message: 'This comma is one too many before }.', at: 19, line: 2, column: 18 };
    expect(await loaded('{\n"a": {"value": 1},}')).toEqual({ ok: false, error: { kind: 'malformed', problem } });
  });

  it.each([
    [Uint8Array.of(0x7b, 0xff, 0x7d), 'is not UTF-8 text: save it as JSON in UTF-8'],
    [' '.repeat(101), 'has 101 bytes, at most 100 are taken: split it'],
  ])('[ST11] refuses %j: it %s', async (content, reason) => {
    expect(await loaded(content)).toEqual({ ok: false, error: { kind: 'unreadable', reason } });
  });

  it('[ST11] refuses a folder, a pipe, a device and what is not there', async () => {
    await using folder = await tempFolder();
    const at = (name: string): string => join(folder.path, name);
    await mkdir(at('folder'));
    execFileSync('mkfifo', [at('pipe')]);
    const reasonOf = (path: string): string => {
      const read = loadEntriesFile({ path, limits: LIMITS });
      return read.ok || read.error.kind === 'malformed' ? '' : read.error.reason;
    };
    expect([at('folder'), at('pipe'), '/dev/zero', at('none'), at('a\0b')].map(reasonOf)).toEqual([
      'is a folder: name a file',
      'is no ordinary file: name a file',
      'is no ordinary file: name a file',
      'could not be read: it does not exist',
      expect.stringMatching(/^could not be read: /),
    ]);
  });
});
