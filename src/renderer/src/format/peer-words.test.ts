import { describe, expect, it } from 'vitest';
import type { PeerView } from '../../../shared/model.ts';
import { clockIsOff, formatOffset, foundByWords, offsetWords, peerLook } from './peer-words.ts';

type Shown = Pick<PeerView, 'state' | 'version'>;
const alive = (version: PeerView['version']): Shown => ({ state: { kind: 'alive' }, version });
const ALL: Shown[] = [
  alive('same'),
  alive('differs'),
  alive('unknown'),
  { state: { kind: 'connecting' }, version: 'unknown' },
  { state: { kind: 'unreachable', since: 0, reason: 'no answer in 1 s' }, version: 'same' },
  { state: { kind: 'left', since: 0 }, version: 'same' },
  { state: { kind: 'blocked', since: 0 }, version: 'same' },
];

describe('peerLook', () => {
  it('[PD4] gives every state its own shape', () => {
    expect(new Set(ALL.map((peer) => peerLook(peer).mark)).size).toBe(ALL.length);
  });

  it('[PD7] is green only for a peer that is alive and has the same version', () => {
    expect(ALL.filter((peer) => peerLook(peer).tone === 'good')).toEqual([alive('same')]);
  });

  it('[PD4] says why a peer is unreachable', () => {
    expect(peerLook(ALL[4]!)).toMatchObject({ words: 'unreachable', meaning: 'No answer in 1 s.' });
  });
});

it('[PD5] a clock offset is signed, and named only beyond 2 s', () => {
  expect(formatOffset(4)).toBe('+4 ms');
  expect(formatOffset(-11.4)).toBe('−11 ms');
  expect(formatOffset(2400)).toBe('+2.4 s');
  expect(formatOffset(0.2)).toBe('0 ms');
  expect(offsetWords(2400)).toBe('2.4 s ahead of this machine');
  expect(offsetWords(-11)).toBe('11 ms behind this machine');
  expect(offsetWords(0)).toBe('the same as here');
  expect([clockIsOff(2000), clockIsOff(-2001)]).toEqual([false, true]);
});

it('[PD1] says how a peer was found', () => {
  expect(foundByWords(['mdns', 'heard'])).toBe('mDNS, it called us');
});
