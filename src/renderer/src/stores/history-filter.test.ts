import { describe, expect, it } from 'vitest';
import type { Key, NodeId } from '../../../shared/model.ts';
import { combined, isFiltering, isOn, NO_FILTER, passes, queryOf, timeWindow } from './history-filter.ts';
import { aChangeset } from './testing/samples.ts';

const NOW = new Date(2026, 10, 24, 10, 57, 31).getTime();
const HOUR = 3_600_000;
const machine = { id: 'ab'.repeat(16) as NodeId, name: 'lab-bench-3' };

describe('the filter of the history', () => {
  it('[UI] blank searches and open ends hold nothing back', () => {
    expect(isFiltering(NO_FILTER)).toBe(false);
    expect(isOn({ ...NO_FILTER, text: '  ' }, 'text')).toBe(false);
    expect(isFiltering({ ...NO_FILTER, key: 'a' as Key })).toBe(true);
    expect(queryOf(NO_FILTER, NOW)).toEqual({ text: '', key: null, peer: null, kind: null, from: null, to: null });
  });

  it('[UI] stays the same object when nothing changes', () => {
    const filter = combined(NO_FILTER, { key: 'a' as Key });
    expect(combined(filter, { key: 'a' as Key, text: '' })).toBe(filter);
  });

  it('[UI] a machine and a kind that no machine brings give way to each other', () => {
    const imports = combined(NO_FILTER, { kind: 'import', text: 'x' });
    const brought = combined(imports, { machine });
    expect(brought).toMatchObject({ kind: null, machine, text: 'x' });
    expect(combined(brought, { kind: 'peer' })).toMatchObject({ kind: 'peer', machine });
    expect(combined(brought, { kind: 'expiry' })).toMatchObject({ kind: 'expiry', machine: null });
  });

  it('[UI] a search is no longer than the node takes', () => {
    expect(combined(NO_FILTER, { text: 'x'.repeat(5000) }).text).toHaveLength(1024);
  });

  it('[UI] times are counted from now, today from midnight here', () => {
    expect(timeWindow({ kind: 'last-hour' }, NOW)).toEqual({ from: NOW - HOUR, to: null });
    expect(timeWindow({ kind: 'last-week' }, NOW)).toEqual({ from: NOW - 168 * HOUR, to: null });
    expect(timeWindow({ kind: 'today' }, NOW)).toEqual({ from: new Date(2026, 10, 24).getTime(), to: null });
    expect(timeWindow({ kind: 'between', from: null, to: 5 }, NOW)).toEqual({ from: null, to: 5 });
  });
});

describe('what passes', () => {
  const from = aChangeset(1, ['a'], { time: NOW, origin: { kind: 'peer', ...machine } });

  it('[UI] time, kind and machine are told from the summary', () => {
    expect(passes(NO_FILTER, from, NOW)).toBe(true);
    expect(passes({ ...NO_FILTER, machine, kind: 'peer', time: { kind: 'today' } }, from, NOW)).toBe(true);
    expect(passes({ ...NO_FILTER, machine: { ...machine, id: 'cd'.repeat(16) as NodeId } }, from, NOW)).toBe(false);
    expect(passes({ ...NO_FILTER, machine }, { ...from, origin: { kind: 'user' } }, NOW)).toBe(false);
    expect(passes({ ...NO_FILTER, kind: 'user' }, from, NOW)).toBe(false);
    expect(passes({ ...NO_FILTER, time: { kind: 'last-hour' } }, from, NOW + HOUR + 1)).toBe(false);
    expect(passes({ ...NO_FILTER, time: { kind: 'between', from: null, to: NOW - 1 } }, from, NOW)).toBe(false);
  });

  it('[UI] a search and keys that are not named have to be asked for, unless another part says no', () => {
    const text = { ...NO_FILTER, text: 'word' };
    expect(passes(text, from, NOW)).toBeNull();
    expect(passes({ ...text, key: 'b' as Key }, from, NOW)).toBe(false);
    expect(passes({ ...NO_FILTER, key: 'b' as Key }, { ...from, changed: 9 }, NOW)).toBeNull();
  });
});
