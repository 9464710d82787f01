import { describe, expect, it } from 'vitest';
import type { FileEntry, GrapevineNode, WriteError } from '../../core/node-api.ts';
import { readEntriesFile } from '../../core/state/entries-file.ts';
import { historyQuery } from '../../core/state/history-query.ts';
import type { ImportPreview } from '../../shared/ipc.ts';
import type { Key } from '../../shared/model.ts';
import { err, ok } from '../../shared/result.ts';
import { Imports } from './imports.ts';
import type { ReadEntries } from './read-entries.ts';
import { loneNode, put, valuesOf } from './testing/lone-node.ts';

function entriesOf(text: string): FileEntry[] {
  const read = readEntriesFile(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

type Writer = Pick<GrapevineNode, 'entry' | 'write'>;

function importsOf(node: Writer, text: string, defaultTtlMs: number | null = null, pause = () => Promise.resolve()) {
  const readEntries: ReadEntries = () => Promise.resolve(ok(entriesOf(text)));
  const chooseFile = () => Promise.resolve('/home/me/state.json');
  return new Imports({ node, chooseFile, readEntries, pause }, { defaultTtlMs });
}

async function previewOf(imports: Imports): Promise<ImportPreview> {
  const choice = await imports.choose();
  if (choice.kind !== 'preview') throw new Error(choice.kind);
  return choice.preview;
}

const FILE = `{
  "new": {"value": 1, "ts": 5, "ttl": 60000},
  "other": {"value": "b", "ttl": null},
  "lifetime": {"value": 1, "ttl": 70000},
  "same": {"value": {"y": 1, "x": 2}},
  "gone": {"value": null},
  "nowhere": {"value": null},
  "deleted": {"value": null, "ttl": 5}
}`;

/** Holds something for each case of {@link FILE}. */
async function filledNode() {
  const lone = await loneNode();
  await put(lone.node, { other: 'a', same: { x: 2, y: 1 }, gone: 1, deleted: 1, beside: 1 });
  await put(lone.node, { lifetime: 1 }, 60_000);
  await put(lone.node, { deleted: null });
  return lone;
}

describe('choosing a file to import', () => {
  it('[ST11] shows what it would change, by window and kind, in key order', async () => {
    await using lone = await filledNode();
    const imports = importsOf(lone.node, FILE);
    const preview = await previewOf(imports);
    expect(preview).toEqual({
      ...{ token: preview.token, file: 'state.json', added: 1, changed: 2, removed: 1, same: 3 },
    });
    const list = (only: 'all' | 'added' | 'changed' | 'removed', offset = 0, limit = 10) =>
      imports.list({ token: preview.token, only, offset, limit });
    const entry = (key: string) => lone.node.entry(key as Key);
    expect(list('all')).toEqual({
      total: 4,
      rows: [
        { key: 'gone', kind: 'removed', before: entry('gone'), text: null, ttl: 864_000_000 },
        { key: 'lifetime', kind: 'changed', before: entry('lifetime'), text: '1', ttl: 70_000 },
        { key: 'new', kind: 'added', before: null, text: '1', ttl: 60_000 },
        { key: 'other', kind: 'changed', before: entry('other'), text: '"b"', ttl: null },
      ],
    });
    expect(list('all', 1, 2)).toMatchObject({ total: 4, rows: [{ key: 'lifetime' }, { key: 'new' }] });
    expect(list('changed', 1)).toMatchObject({ total: 2, rows: [{ key: 'other' }] });
    expect(list('removed', 9)).toEqual({ total: 1, rows: [] });
  });

  it('[ST11] gives entries without ttl the default one', async () => {
    await using lone = await loneNode();
    await put(lone.node, { a: 1 }, 9_000_000);
    await put(lone.node, { b: 1 });
    const imports = importsOf(lone.node, '{"a": {"value": 1}, "b": {"value": 1}}', 9_000_000);
    const preview = await previewOf(imports);
    expect(preview).toMatchObject({ changed: 1, same: 1 });
    expect(await imports.apply(preview.token)).toMatchObject({ kind: 'done', changed: 1 });
    expect(lone.node.entry('b' as Key)?.ttl).toBe(9_000_000);
  });

  it('[UI] changes nothing and says why when the file cannot be taken', async () => {
    await using lone = await loneNode();
    const problem = { message: 'A value is missing here.', at: 0, line: 3, column: 9 };
    const faults = [
      { kind: 'malformed', problem } as const,
      { kind: 'unreadable', reason: 'is not UTF-8 text' } as const,
    ];
    const readEntries: ReadEntries = () => Promise.resolve(err(faults.shift()!));
    const chooseFile = () => Promise.resolve('/home/me/x.json');
    const imports = new Imports(
      { node: lone.node, chooseFile, readEntries, pause: () => Promise.resolve() },
      { defaultTtlMs: null },
    );
    const malformed = { kind: 'malformed', file: 'x.json' };
    expect(await imports.choose()).toEqual({ ...malformed, reason: 'Line 3, column 9: A value is missing here.' });
    expect(await imports.choose()).toEqual({ ...malformed, reason: 'It is not UTF-8 text.' });
  });

  it('[UI] asks for one file at a time, and of two being read takes the later', async () => {
    await using lone = await loneNode();
    const dialogs = [Promise.withResolvers<string | null>(), Promise.withResolvers<string | null>()];
    const reading = new Map([
      ['/one', Promise.withResolvers<FileEntry[]>()],
      ['/two', Promise.withResolvers<FileEntry[]>()],
    ]);
    const opened = dialogs.values();
    const imports = new Imports(
      {
        node: lone.node,
        chooseFile: () => opened.next().value!.promise,
        readEntries: async (path) => ok(await reading.get(path)!.promise),
        pause: () => Promise.resolve(),
      },
      { defaultTtlMs: null },
    );
    const first = imports.choose();
    expect(await imports.choose()).toEqual({ kind: 'cancelled' });
    dialogs[0]!.resolve('/one');
    await Promise.resolve();
    await Promise.resolve();
    const second = imports.choose();
    dialogs[1]!.resolve('/two');
    await Promise.resolve();
    reading.get('/two')!.resolve(entriesOf('{"a": {"value": 2}}'));
    const choice = await second;
    reading.get('/one')!.resolve(entriesOf('{"a": {"value": 1}}'));
    expect(await first).toEqual({ kind: 'cancelled' });
    expect(choice).toMatchObject({ kind: 'preview', preview: { file: 'two' } });
    const token = choice.kind === 'preview' ? choice.preview.token : '';
    expect(imports.list({ token, only: 'all', offset: 0, limit: 1 })).toMatchObject({ rows: [{ text: '2' }] });
  });

  it('[UI] ends with the file that was open when no other is chosen', async () => {
    await using lone = await loneNode();
    const paths = ['/state.json', null];
    const imports = new Imports(
      {
        node: lone.node,
        chooseFile: () => Promise.resolve(paths.shift() ?? null),
        readEntries: () => Promise.resolve(ok(entriesOf('{"a": {"value": 1}}'))),
        pause: () => Promise.resolve(),
      },
      { defaultTtlMs: null },
    );
    const { token } = await previewOf(imports);
    expect(await imports.choose()).toEqual({ kind: 'cancelled' });
    expect(imports.list({ token, only: 'all', offset: 0, limit: 1 })).not.toBeNull();
    imports.close('another');
    expect(imports.list({ token, only: 'all', offset: 0, limit: 1 })).not.toBeNull();
    imports.close(token);
    expect(imports.list({ token, only: 'all', offset: 0, limit: 1 })).toBeNull();
  });
});

describe('applying an import', () => {
  it('[CH2] writes what was shown as one commit, with new stamps', async () => {
    await using lone = await filledNode();
    const imports = importsOf(lone.node, FILE);
    const { token } = await previewOf(imports);
    expect(await imports.apply(token)).toEqual({ kind: 'done', added: 1, changed: 2, removed: 1 });
    expect(valuesOf(lone.node)).toEqual({ beside: '1', lifetime: '1', new: '1', other: '"b"', same: '{"x":2,"y":1}' });
    expect(lone.node.entry('new' as Key)).toMatchObject({
      ttl: 60_000,
      ts: expect.toSatisfy((ts) => ts > 1e12) as number,
    });
    const history = await lone.node.history(historyQuery(1));
    expect(history).toMatchObject({ value: { changesets: [{ origin: { kind: 'import' }, added: 1, changed: 2 }] } });
    const reason = 'Nothing was imported: it is not open any more. Choose the file again.';
    expect(await imports.apply(token)).toEqual({ kind: 'failed', reason });
  });

  it.each([
    ['a key that it would change', { other: 'c' }, { changed: 2 }],
    ['a key that it would add', { new: 2 }, { added: 0, changed: 3 }],
    ['a key that it would remove', { gone: null }, { removed: 0, same: 4 }],
    ['a key that was held just so', { same: 3 }, { changed: 3, same: 2 }],
    ['a key that was not held', { nowhere: 3 }, { removed: 2, same: 2 }],
  ])('[UI] writes nothing when %s changed meanwhile, and shows what it would do now', async (_what, change, counts) => {
    await using lone = await filledNode();
    const imports = importsOf(lone.node, FILE);
    const { token } = await previewOf(imports);
    await put(lone.node, change);
    const before = lone.node.status().digest;
    const outcome = await imports.apply(token);
    expect(outcome).toMatchObject({ kind: 'stale', preview: counts });
    expect(lone.node.status().digest).toBe(before);
    expect(imports.list({ token, only: 'all', offset: 0, limit: 1 })).toBeNull();
    const again = outcome.kind === 'stale' ? outcome.preview.token : '';
    expect(await imports.apply(again)).toMatchObject({ kind: 'done' });
  });

  it('[CH4] is guarded by the node too, when a key changes at the last moment', async () => {
    await using lone = await filledNode();
    const { node } = lone;
    const late: Writer = {
      entry: (key) => node.entry(key),
      write: async (writes, origin) => {
        await put(node, { other: 'late' });
        return node.write(writes, origin);
      },
    };
    const imports = importsOf(late, FILE);
    const outcome = await imports.apply((await previewOf(imports)).token);
    expect(outcome).toMatchObject({ kind: 'stale', preview: { added: 1, changed: 2 } });
    expect(valuesOf(node)).toMatchObject({ other: '"late"', gone: '1' });
  });

  it('[UI] can be given up, and is not written twice', async () => {
    await using lone = await filledNode();
    const slow = Promise.withResolvers<undefined>();
    let waits = false;
    const imports = importsOf(lone.node, FILE, null, () => (waits ? slow.promise : Promise.resolve()));
    const { token } = await previewOf(imports);
    waits = true;
    const applied = imports.apply(token);
    const twice = { kind: 'failed', reason: 'Nothing was imported: it is being written already.' };
    expect(await imports.apply(token)).toEqual(twice);
    imports.close(token);
    slow.resolve(undefined);
    expect(await applied).toEqual({ kind: 'failed', reason: 'Nothing was imported: it was given up.' });
    expect(valuesOf(lone.node)).toMatchObject({ other: '"a"' });
  });

  it.each<[WriteError, string]>([
    [
      { kind: 'full', key: 'a', reason: 'this machine holds as much as its limits allow' },
      'this machine holds as much as its limits allow. Delete values or raise the limits of the settings.',
    ],
    [{ kind: 'storage', reason: 'The disk is full.' }, 'The disk is full.'],
    [{ kind: 'stopped', reason: 'the node is not running' }, 'the node is not running.'],
  ])('[UI] says why the node refused: %j', async (error, reason) => {
    const node: Writer = { entry: () => null, write: () => Promise.resolve(err(error)) };
    const imports = importsOf(node, '{"a": {"value": 1}}');
    const { token } = await previewOf(imports);
    expect(await imports.apply(token)).toEqual({ kind: 'failed', reason: `Nothing was imported: ${reason}` });
    expect(imports.list({ token, only: 'all', offset: 0, limit: 1 })).not.toBeNull();
  });

  it('[LM2] of 100,000 entries leaves the event loop its turns', async () => {
    await using lone = await loneNode();
    const text = Array.from({ length: 100_000 }, (_, i) => `"k/${i}": {"value": ${i}}`).join(',');
    let slices = 0;
    const imports = importsOf(lone.node, `{${text}}`, null, () => ((slices += 1), Promise.resolve()));
    expect(await previewOf(imports)).toMatchObject({ added: 100_000 });
    expect(slices).toBe(200);
  });
});
