import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { createReadEntries, DEFAULT_READING_LIMITS, describeFileFault } from './read-entries.ts';
import { startEntriesReader } from './start-entries-reader.ts';

const readEntries = createReadEntries(startEntriesReader, DEFAULT_READING_LIMITS);

const fileOf = (count: number): string =>
  `{${Array.from({ length: count }, (_, i) => `"k/${i}": {"value": "${'x'.repeat(100)}", "ts": ${i}}`).join(',\n')}}`;

describe('createReadEntries', () => {
  it('[LM2] reads 100,000 entries beside the event loop', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'state.json');
    await writeFile(path, fileOf(100_000));
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const read = await readEntries(path);
    delay.disable();
    const keys = read.ok ? read.value.map(({ key }) => key) : [];
    expect(new Set(keys).size).toBe(100_000);
    expect(keys).toEqual([...keys].sort());
    // The target is 50 ms; other tests share the cores.
    expect(delay.max / 1e6).toBeLessThan(250);
  });

  it('[ST11] passes on what is wrong', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'state.json');
    await writeFile(path, '{"a": 1}');
    const read = await readEntries(path);
    expect(read.ok ? '' : path + describeFileFault(read.error)).toBe(
      `${path}, line 1, column 2: The entry "a" cannot be used: the entry must be a JSON object: {"value": ...}.`,
    );
    const none = await readEntries(join(folder.path, 'none'));
    expect(none.ok ? '' : `state.json${describeFileFault(none.error)}`).toBe(
      'state.json could not be read: it does not exist.',
    );
  });

  it.each([
    ['throw new Error("boom")', 'could not be read: Error: boom'],
    ['process.exit(3)', 'could not be read: its reading ended early'],
    [
      'throw Object.assign(new Error("x"), { code: "ERR_WORKER_OUT_OF_MEMORY" })',
      'could not be read: it takes too much memory',
    ],
  ])('[ST11] survives a thread that does %s', async (code, reason) => {
    const failing = createReadEntries(() => Promise.resolve(new Worker(code, { eval: true })), DEFAULT_READING_LIMITS);
    expect(await failing('x')).toEqual({ ok: false, error: { kind: 'unreadable', reason } });
  });
});
