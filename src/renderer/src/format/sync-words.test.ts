import { describe, expect, it } from 'vitest';
import type { Notice, SyncStatus } from '../../../shared/model.ts';
import { pillNotice, syncLook, syncMeaning, syncSentence } from './sync-words.ts';

const EVERY: [SyncStatus, string][] = [
  [{ kind: 'starting' }, 'Starting…'],
  [{ kind: 'alone', unreachable: 0 }, 'Alone on this network'],
  [{ kind: 'alone', unreachable: 2 }, 'Alone on this network · 2 unreachable'],
  [{ kind: 'checking', unsure: 2, peers: 12, unreachable: 0 }, 'Checking with 2 of 12 peers'],
  [{ kind: 'checking', unsure: 1, peers: 1, unreachable: 0 }, 'Checking with 1 of 1 peer'],
  [{ kind: 'behind', behind: 2, peers: 12, unreachable: 1 }, 'Catching up: 2 of 12 behind · 1 unreachable'],
  [{ kind: 'in-sync', peers: 12, unreachable: 0 }, 'In sync with 12 peers'],
  [{ kind: 'in-sync', peers: 1, unreachable: 1 }, 'In sync with 1 peer · 1 unreachable'],
];

describe('the sync pill', () => {
  it.each(EVERY)('[PD7] %o reads %s', (status, words) => {
    expect(syncSentence(status)).toBe(words);
    expect(syncMeaning(status)).not.toBe('');
  });

  it('[PD7] is never green unless every reachable peer is in sync', () => {
    const green = EVERY.filter(([status]) => syncLook(status).tone === 'good').map(([status]) => status.kind);
    expect(new Set(green)).toEqual(new Set(['in-sync']));
  });

  it('[UI] tells every state by its icon, without colour', () => {
    const icons = new Map(EVERY.map(([status]) => [status.kind, syncLook(status).icon]));
    expect(new Set(icons.values()).size).toBe(icons.size);
  });

  it('[UI] is taken by the worst notice, never by one that only informs', () => {
    const notice = (id: string, severity: Notice['severity']): Notice => ({ id, severity, text: id });
    expect(pillNotice([])).toBeNull();
    expect(pillNotice([notice('a', 'info')])).toBeNull();
    expect(pillNotice([notice('a', 'info'), notice('b', 'warning')])?.id).toBe('b');
    expect(pillNotice([notice('b', 'warning'), notice('c', 'error')])?.id).toBe('c');
  });
});
