import { describe, expect, it } from 'vitest';
import type { LocalWrite, WriteDone, WriteError } from '../../core/node-api.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { anEntry } from './testing/fixtures.ts';
import { deleteEntry, restoreValue, writeEntry } from './write-entry.ts';

const STORED = anEntry('a', '{"b":1}');

function aWriter(answer: Result<WriteDone, WriteError> = ok({ changeset: null, entries: [STORED] })) {
  const writes: LocalWrite[] = [];
  const origins: unknown[] = [];
  return {
    writes,
    origins,
    node: {
      write: (given: LocalWrite[], origin: unknown) => {
        writes.push(...given);
        origins.push(origin);
        return Promise.resolve(answer);
      },
    },
  };
}

describe('writeEntry', () => {
  it("[CH2] writes the parsed value as this user's", async () => {
    const { node, writes, origins } = aWriter();
    const answer = await writeEntry(node, { key: 'a', text: ' {"b": 1} ', ttl: 5000, expect: null });
    expect(answer).toEqual(ok(STORED));
    expect(writes).toEqual([{ key: 'a', value: { b: 1 }, ttl: 5000 }]);
    expect(origins).toEqual([{ kind: 'user' }]);
  });

  it('[ARCH] passes on what the editor saw', async () => {
    const { node, writes } = aWriter();
    await writeEntry(node, { key: 'a', text: '1', ttl: null, expect: 'absent' });
    await writeEntry(node, { key: 'a', text: '1', ttl: null, expect: { ts: 5, hash: 'ff' } });
    expect(writes.map((write) => write.expect)).toEqual(['absent', { ts: 5, hash: 'ff' }]);
  });

  it('[ST6] deleting what another machine has deleted meanwhile is no error', async () => {
    const { node } = aWriter(ok({ changeset: null, entries: [] }));
    expect(await deleteEntry(node, { key: 'a', expect: null })).toEqual(ok(null));
    const answer = await writeEntry(node, { key: 'a', text: 'null', ttl: null, expect: null });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'malformed' } });
  });

  it('[ARCH] keeps every name of an object', async () => {
    const { node, writes } = aWriter();
    await writeEntry(node, { key: 'a', text: '{"__proto__": 1}', ttl: null, expect: null });
    expect(JSON.stringify(writes[0]?.value)).toBe('{"__proto__":1}');
  });

  it.each([
    ['{\n  "a": 1,\n}', 'This is not JSON at line 2, column 9: This comma is one too many before }.'],
    ['{"a": 1', 'This is not JSON at line 1, column 8: The object is not closed: } is missing.'],
    ['["a\nb"]', 'This is not JSON at line 1, column 2: This text is not closed: its second " is missing.'],
    ['[1\n\n😀]', 'This is not JSON at line 3, column 1: A comma or ] is missing here.'],
    ['hello', 'This is not JSON at line 1, column 1: “hello” is not JSON: text needs double quotes around it.'],
    ['  ', 'This is not JSON at line 1, column 3: A value is missing here.'],
  ])('[ARCH] says where %j is not JSON', async (text, reason) => {
    const { node, writes } = aWriter();
    const answer = await writeEntry(node, { key: 'a', text, ttl: null, expect: null });
    expect(answer).toEqual(err({ kind: 'malformed', reason, current: null }));
    expect(writes).toEqual([]);
  });

  it.each<[WriteError, unknown]>([
    [
      { kind: 'malformed', key: 'a', reason: 'the value holds a lone surrogate' },
      { kind: 'malformed', reason: 'The value holds a lone surrogate.', current: null },
    ],
    [
      { kind: 'precondition', key: 'a', current: STORED, reason: 'It was changed meanwhile.' },
      { kind: 'precondition', reason: 'It was changed meanwhile.', current: STORED },
    ],
    [
      { kind: 'stopped', reason: 'the node is stopping' },
      { kind: 'stopped', reason: 'The node is stopping.', current: null },
    ],
  ])("[ARCH] turns the node's %j into a sentence", async (error, refusal) => {
    const { node } = aWriter(err(error));
    expect(await writeEntry(node, { key: 'a', text: '1', ttl: null, expect: null })).toEqual(err(refusal));
  });
});

describe('deleteEntry', () => {
  it('[ST3] writes null', async () => {
    const { node, writes } = aWriter();
    expect(await deleteEntry(node, { key: 'a', expect: { ts: 5, hash: 'ff' } })).toEqual(ok(null));
    expect(writes).toEqual([{ key: 'a', value: null, expect: { ts: 5, hash: 'ff' } }]);
  });

  it('[ARCH] is refused as a write is', async () => {
    const { node } = aWriter(err({ kind: 'precondition', key: 'a', current: null, reason: 'it is gone' }));
    expect(await deleteEntry(node, { key: 'a', expect: null })).toEqual(
      err({ kind: 'precondition', reason: 'It is gone.', current: null }),
    );
  });
});

describe('restoreValue', () => {
  it('[CH4] writes a value of the history again, on condition of what is held', async () => {
    const { node, writes, origins } = aWriter();
    expect(await restoreValue(node, { key: 'a', text: '{"b":1}', ttl: 5, expect: 'absent' })).toEqual(ok(null));
    await restoreValue(node, { key: 'a', text: null, ttl: null, expect: { ts: 5, hash: 'ff' } });
    expect(writes).toEqual([
      { key: 'a', value: { b: 1 }, ttl: 5, expect: 'absent' },
      { key: 'a', value: null, ttl: null, expect: { ts: 5, hash: 'ff' } },
    ]);
    expect(origins).toEqual([{ kind: 'restore' }, { kind: 'restore' }]);
  });

  it('[CH4] is refused as a write is', async () => {
    const { node, writes } = aWriter(err({ kind: 'precondition', key: 'a', current: STORED, reason: 'it is gone' }));
    const refused = { ok: false, error: { kind: 'precondition', reason: 'It is gone.', current: STORED } };
    expect(await restoreValue(node, { key: 'a', text: '1', ttl: null, expect: null })).toEqual(refused);
    const malformed = await restoreValue(node, { key: 'a', text: 'x', ttl: null, expect: null });
    expect(malformed).toMatchObject({ ok: false, error: { kind: 'malformed' } });
    expect(writes).toHaveLength(1);
  });
});
