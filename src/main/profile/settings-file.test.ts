import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { createSettingsFile } from './settings-file.ts';

async function withFile<T>(
  text: string | Uint8Array | null,
  use: (path: string, folder: string) => Promise<T>,
): Promise<T> {
  await using folder = await tempFolder();
  const path = join(folder.path, 'settings.json');
  if (text !== null) await writeFile(path, text);
  return await use(path, folder.path);
}

const loadError = (text: string | Uint8Array): Promise<string> =>
  withFile(text, async (path) => {
    const loaded = await createSettingsFile(path).load();
    return loaded.ok ? 'loaded' : loaded.error.replace(path, 'FILE');
  });

describe('loading settings', () => {
  it('[ARCH] gives the defaults without a file, and writes none', () =>
    withFile(null, async (path, folder) => {
      const loaded = await createSettingsFile(path).load();
      expect(loaded).toMatchObject({ ok: true, value: { settings: DEFAULT_SETTINGS, unknown: [] } });
      expect(await readdir(folder)).toEqual([]);
    }));

  it('[ARCH] takes what the file says and defaults for the rest', () =>
    withFile(
      '\uFEFF{"peerPort": 5000, "mdns": {"announce": false}, "staticPeers": ["pc-7", "[::1]:4100"]}',
      async (path) => {
        const loaded = await createSettingsFile(path).load();
        const settings = {
          ...DEFAULT_SETTINGS,
          peerPort: 5000,
          mdns: { enabled: true, announce: false },
          staticPeers: ['pc-7', '[::1]:4100'],
        };
        expect(loaded).toMatchObject({ ok: true, value: { settings } });
      },
    ));

  it.each([
    ['{\n  "peerPort": 4097,\n}', 'FILE is not JSON at line 2, column 19: This comma is one too many before }.'],
    ['', 'FILE is not JSON at line 1, column 1: A value is missing here.'],
    ['[]', 'FILE must hold one JSON object: { ... }.'],
    [Uint8Array.of(0x7b, 0xff, 0x7d), 'FILE is not UTF-8 text.'],
  ])('[ARCH] names file, line and column of what is not JSON: %j', async (text, error) => {
    expect(await loadError(text)).toBe(error);
  });

  it.each([
    ['{"peerPort": "4097"}', 'peerPort'],
    ['{"peerPort": 65536}', 'peerPort'],
    ['{"peerPort": 4097.5}', 'peerPort'],
    ['{"name": ""}', 'name'],
    ['{"name": "a\\u0007b"}', 'name'],
    [`{"name": "${'x'.repeat(65)}"}`, 'name'],
    ['{"mdns": {"enabled": 1}}', 'mdns.enabled'],
    ['{"mdns": null}', 'mdns'],
    ['{"interfaces": []}', 'interfaces'],
    ['{"staticPeers": ["ok", "http://x"]}', 'staticPeers.1'],
    ['{"r0": 0}', 'r0'],
    ['{"pushIntervalMs": 4}', 'pushIntervalMs'],
    ['{"pullIntervalMs": 499}', 'pullIntervalMs'],
    ['{"timeoutMs": 1e99}', 'timeoutMs'],
    ['{"defaultTtlMs": 0}', 'defaultTtlMs'],
    ['{"maxEntries": -1}', 'maxEntries'],
    ['{"maxValueBytes": 1}', 'maxValueBytes'],
  ])('[ARCH] names the field that is out of bounds: %s', async (text, field) => {
    expect(await loadError(text)).toContain(`FILE: "${field}" cannot be used: `);
  });

  it('[ARCH] reports unknown fields with the name that was probably meant', () =>
    withFile(
      '{"peerport": 1, "from_2030": {}, "__proto__": {"peerPort": 1}, "mdns": {"enable": false}}',
      async (path) => {
        const loaded = await createSettingsFile(path).load();
        const unknown = [
          { name: 'peerport', meant: 'peerPort' },
          { name: 'from_2030', meant: null },
          { name: '__proto__', meant: null },
          { name: 'mdns.enable', meant: 'mdns.enabled' },
        ];
        expect(loaded).toMatchObject({ ok: true, value: { unknown, settings: DEFAULT_SETTINGS } });
      },
    ));
});

describe('changing settings', () => {
  it('[ARCH] keeps what it does not change, unknown fields included, and adds no defaults', () =>
    withFile('{"from_2030": [1], "__proto__": 2, "mdns": {"new": 1, "enabled": false}}', async (path) => {
      expect(
        await createSettingsFile(path).update(() => ({ r0: 7, mdns: { enabled: true, announce: false } })),
      ).toEqual({ ok: true, value: undefined });
      const text = await readFile(path, 'utf8');
      const wanted = '{"from_2030":[1],"__proto__":2,"mdns":{"new":1,"enabled":true,"announce":false},"r0":7}';
      expect(JSON.stringify(JSON.parse(text))).toBe(wanted);
    }));

  it('[ARCH] loses none of several changes at once', () =>
    withFile(null, async (path) => {
      const file = createSettingsFile(path);
      const addresses = ['a', 'b', 'c', 'd'];
      for (const address of addresses) {
        void file.update(({ staticPeers }) => ({ staticPeers: [...staticPeers, address] }));
      }
      await file.settled();
      expect(await file.load()).toMatchObject({ value: { settings: { staticPeers: addresses } } });
    }));

  it.each(['{"peerPort": 1', '{"peerPort": "1"}'])(
    '[ARCH] refuses to touch a file that is malformed by now: %s',
    (text) =>
      withFile(text, async (path, folder) => {
        expect(await createSettingsFile(path).update(() => ({ r0: 7 }))).toMatchObject({ ok: false });
        expect(await readFile(path, 'utf8')).toBe(text);
        expect(await readdir(folder)).toEqual(['settings.json']);
      }),
  );

  it.each(['\u001b[31m', '{"staticPeers": ["a\\u001b[31m"]}', '\u202e'])(
    '[ARCH] tells what is wrong with %j in words that spoil no terminal',
    (text) =>
      withFile(text, async (path) => {
        const loaded = await createSettingsFile(path).load();
        expect(loaded.ok ? '' : loaded.error).toMatch(/^[^\p{Cc}\u202e]+$/u);
      }),
  );

  it.each([32, 33, 20_000])('[LM1] takes fields that are nested 32 levels deep, and no deeper: %i', (levels) =>
    withFile(`{"x": ${'['.repeat(levels)}${']'.repeat(levels)}}`, async (path) => {
      const file = createSettingsFile(path);
      const before = await readFile(path, 'utf8');
      const updated = await file.update(() => ({ r0: 7 }));
      expect(updated.ok).toBe(levels <= 32);
      expect(updated.ok ? '' : updated.error).toMatch(
        levels <= 32 ? /^$/ : /line 1, column 39: A value may be nested 32 /,
      );
      expect((await readFile(path, 'utf8')) === before).toBe(levels > 32);
    }),
  );

  it('[ARCH] refuses a value out of bounds', () =>
    withFile(null, async (path, folder) => {
      expect(await createSettingsFile(path).update(() => ({ r0: 0 }))).toMatchObject({ ok: false });
      expect(await readdir(folder)).toEqual([]);
    }));

  it('[ARCH] says so when the file cannot be written', () =>
    withFile(null, async (_path, folder) => {
      const path = join(folder, 'gone', 'settings.json');
      const updated = await createSettingsFile(path).update(() => ({ r0: 7 }));
      expect(updated).toEqual({ ok: false, error: `${path} could not be written: it does not exist.` });
    }));
});
