import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeEntry } from '../../../core/state/entry.ts';
import { keyOf, STAMP, valueOf } from '../../../core/testing/stored-steps.ts';
import { writeEntriesAside } from './entries-aside.ts';
import { CAN_MOUNT, withSmallDisk } from './testing/small-disk.ts';
import { StorageBench } from './testing/storage-bench.ts';
import { openFully, valueIn } from './testing/writes.ts';

const MB = 1024 * 1024;

describe('entries set aside', () => {
  it('[ST10] can be read back from a file beside the database, an entry a line', () =>
    StorageBench.use(async (bench) => {
      const storage = bench.storage();
      await openFully(storage);
      const entries = [
        valueOf('__proto__', '{"__proto__":"Grün"}'),
        valueOf('a "quoted" \u2028 key/\u{1F347}', '[1,2]'),
        makeEntry(keyOf('short'), '"lived"', STAMP, 60_000),
        valueOf('deleted', 'null'),
      ];
      const file = valueIn(await storage.setAside(entries));
      expect(dirname(file)).toBe(dirname(bench.file));
      expect(basename(file)).toMatch(/^set-aside-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.json$/);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const text = readFileSync(file, 'utf8');
      expect(text.trimEnd().split('\n').length).toBe(entries.length + 2);
      const read = Object.entries(JSON.parse(text) as Record<string, { value: unknown; ts: number; ttl: number }>);
      expect(read.map(([key, { value, ts, ttl }]) => makeEntry(keyOf(key), JSON.stringify(value), ts, ttl))).toEqual(
        entries,
      );
    }));

  it('[LM2] are written in pieces, all of them', () =>
    StorageBench.use(async ({ folder }) => {
      const large = JSON.stringify('x'.repeat(200_000));
      const many = Array.from({ length: 2_500 }, (_, i) => valueOf(`k${i}`, `${i}`));
      const entries = [...many, ...Array.from({ length: 20 }, (_, i) => valueOf(`large${i}`, large))];
      const file = await writeEntriesAside(folder, entries, new Date(STAMP));
      const read = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      expect(Object.keys(read)).toEqual(entries.map(({ key }) => key));
      expect(JSON.parse(readFileSync(await writeEntriesAside(folder, [], new Date(STAMP)), 'utf8'))).toEqual({});
    }));

  it('[ST10] never take the name of another file', () =>
    StorageBench.use(async ({ folder }) => {
      const now = new Date(STAMP);
      const first = await writeEntriesAside(folder, [valueOf('a', '1')], now);
      writeFileSync(join(folder, `${basename(first, '.json')}-2.json.part`), 'left by a power cut');
      const others = await Promise.all(
        ['2', '3', '4'].map((text) => writeEntriesAside(folder, [valueOf('a', text)], now)),
      );
      const texts = [first, ...others].map((file) => readFileSync(file, 'utf8'));
      ['1', '2', '3', '4'].forEach((text, i) => expect(texts[i]).toContain(`"value": ${text},`));
      expect(readdirSync(folder).filter((name) => name.endsWith('.part')).length).toBe(1);
    }));

  it('[ST10] leave nothing behind on a full disk', async (context) => {
    context.skip(!CAN_MOUNT, 'only root may mount a small disk');
    await withSmallDisk(2 * MB, (disk) =>
      StorageBench.use(async (bench) => {
        const storage = bench.storage({ file: join(disk.folder, 'state.db') });
        await openFully(storage);
        const before = readdirSync(disk.folder);
        const entries = Array.from({ length: 30 }, (_, i) => valueOf(`k${i}`, JSON.stringify('x'.repeat(100_000))));
        expect(await storage.setAside(entries)).toMatchObject({ ok: false, error: { kind: 'full' } });
        expect(readdirSync(disk.folder)).toEqual(before);
        await storage.close();
      }),
    );
  });
});
