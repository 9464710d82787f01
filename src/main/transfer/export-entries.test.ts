import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalWrite } from '../../core/node-api.ts';
import { readEntriesFile } from '../../core/state/entries-file.ts';
import { canonicalText } from '../../core/state/json-value.ts';
import { anEntry } from '../shell/testing/fixtures.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { exportEntries, exportName, exportText } from './export-entries.ts';
import { Imports } from './imports.ts';
import { loneNode, put, valuesOf } from './testing/lone-node.ts';
import { createReadEntries, DEFAULT_READING_LIMITS } from './read-entries.ts';
import { startEntriesReader } from './start-entries-reader.ts';

const clock = { now: () => new Date(2026, 10, 4, 12).getTime() };
const joined = (pieces: Iterable<string>): string => [...pieces].join('');

describe('exportEntries', () => {
  it('[UI] writes the values under a prefix, one a line, where the user says', async () => {
    await using folder = await tempFolder();
    await using lone = await loneNode();
    await put(lone.node, { 'desks/2': { b: 1, a: 'é' }, 'desks/1': 1, other: 2, 'desks/3': 'gone' });
    await put(lone.node, { 'desks/3': null });
    await put(lone.node, { 'desks/4': [] }, 60_000);
    const asked: string[] = [];
    const chooseTarget = (name: string) => (asked.push(name), Promise.resolve(join(folder.path, name)));
    const outcome = await exportEntries({ node: lone.node, clock, chooseTarget }, 'desks/');
    const file = 'grapevine-desks-2026-11-04.json';
    expect(outcome).toEqual({ kind: 'saved', file, entries: 3 });
    expect(asked).toEqual([file]);
    const text = await readFile(join(folder.path, file), 'utf8');
    const lines = text.replaceAll(/"ts": \d+/g, '"ts": T').split('\n');
    expect(lines).toEqual([
      '{',
      '"desks/1": {"value": 1, "ts": T, "ttl": null},',
      '"desks/2": {"value": {"a":"é","b":1}, "ts": T, "ttl": null},',
      '"desks/4": {"value": [], "ts": T, "ttl": 60000}',
      '}',
      '',
    ]);
  });

  it('[UI] says so, and asks for no file, when there is nothing to export', async () => {
    await using lone = await loneNode();
    const chooseTarget = (): never => expect.fail('no file should be asked for');
    const parts = { node: lone.node, clock, chooseTarget };
    expect(await exportEntries(parts, '')).toEqual({ kind: 'failed', reason: 'There are no values to export.' });
    await put(lone.node, { a: 1 });
    const reason = 'No key begins with “b”: there is nothing to export.';
    expect(await exportEntries(parts, 'b')).toEqual({ kind: 'failed', reason });
  });

  it('[UI] writes nothing when no file was chosen, and says why it could not', async () => {
    await using folder = await tempFolder();
    await using lone = await loneNode();
    await put(lone.node, { a: 1 });
    const to = (path: string | null) =>
      exportEntries({ node: lone.node, clock, chooseTarget: () => Promise.resolve(path) }, '');
    expect(await to(null)).toEqual({ kind: 'cancelled' });
    expect(await to(join(folder.path, 'none', 'a.json'))).toEqual({
      kind: 'failed',
      reason: 'a.json could not be written: it does not exist. Choose another place.',
    });
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('[ST11] what was exported can be imported again, whatever it is', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'state.json');
    const chosen = () => Promise.resolve(path);
    const readEntries = createReadEntries(startEntriesReader, DEFAULT_READING_LIMITS);
    const key = fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.constantFrom('__proto__', 'constructor', '1'));
    const value = fc
      .json({ maxDepth: 4 })
      .map((text): unknown => JSON.parse(text))
      .filter((one) => one !== null && canonicalText(one).ok);
    const write = fc.record({ key, value, ttl: fc.option(fc.integer({ min: 60_000, max: 1_000_000 })) });
    const writes = fc
      .uniqueArray(write, { selector: (one) => one.key, minLength: 1, maxLength: 80 })
      .filter((all) => all.every((one) => !one.key.includes('\0')));
    await fc.assert(
      fc.asyncProperty(writes, async (all: LocalWrite[]) => {
        await using from = await loneNode();
        await using to = await loneNode();
        expect(await from.node.write(all, { kind: 'user' })).toMatchObject({ ok: true });
        await exportEntries({ node: from.node, clock, chooseTarget: chosen }, '');
        const parts = { node: to.node, chooseFile: chosen, readEntries, pause: () => Promise.resolve() };
        const imports = new Imports(parts, { defaultTtlMs: null });
        const choice = await imports.choose();
        const token = choice.kind === 'preview' ? choice.preview.token : '';
        expect(await imports.apply(token)).toMatchObject({ kind: 'done', added: all.length });
        expect(valuesOf(to.node)).toEqual(valuesOf(from.node));
        expect(await imports.choose()).toMatchObject({
          preview: { added: 0, changed: 0, removed: 0, same: all.length },
        });
      }),
      // Each run starts two threads: rather many entries in a few.
      { numRuns: 8, seed: 1 },
    );
  });
});

describe('exportText', () => {
  it('[LM2] comes in pieces of some 256 KiB, however large the values', () => {
    const value = JSON.stringify('x'.repeat(200_000));
    const entries = Array.from({ length: 5 }, (_, i) => anEntry(`k${i}`, value));
    const pieces = [...exportText(entries)];
    expect(pieces.length).toBe(3);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(500_000);
    expect(readEntriesFile(pieces.join(''))).toMatchObject({ ok: true, value: { length: 5 } });
  });

  it('[UI] of nothing is an empty object', () => {
    expect(JSON.parse(joined(exportText([])))).toEqual({});
  });
});

describe('exportName', () => {
  const date = new Date(2026, 0, 9);

  it.each([
    ['', 'grapevine-state-2026-01-09.json'],
    ['desks/floor 3/', 'grapevine-desks-floor-3-2026-01-09.json'],
    ['../../etc', 'grapevine-etc-2026-01-09.json'],
    ['Küche:<*>', 'grapevine-Küche-2026-01-09.json'],
    ['🍇/', 'grapevine-state-2026-01-09.json'],
    ['x'.repeat(1_000), `grapevine-${'x'.repeat(60)}-2026-01-09.json`],
  ])('[UI] names a file after %j', (prefix, name) => {
    expect(exportName(prefix, date)).toBe(name);
  });
});
