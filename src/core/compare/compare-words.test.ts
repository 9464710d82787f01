import { expect, it } from 'vitest';
import type { NodeId } from '../../shared/model.ts';
import { newPeer } from '../peers/peer.ts';
import { faultSentence, foundWords, obstacle, unusableSentence } from './compare-words.ts';

const ENDPOINT = { host: 'pc-7', port: 4097 };
const known = newPeer('ab'.repeat(16) as NodeId, ENDPOINT, 'pc-7');

it('[RE4] a peer that runs C19, has not answered yet or has left cannot be asked', () => {
  expect(obstacle({ ...known, state: { kind: 'alive' } })).toBeNull();
  expect(obstacle({ ...known, state: { kind: 'unreachable', since: 0, reason: 'no answer' } })).toBeNull();
  expect(obstacle({ ...newPeer(null, ENDPOINT, ''), agent: { isServed: true, report: null } })).toMatch(/C19/);
  expect(obstacle(newPeer(null, ENDPOINT, ''))).toMatch(/not answered/);
  expect(obstacle({ ...known, state: { kind: 'left', since: 0 } })).toMatch(/closed there/);
});

it('[RE4] what went wrong is told in sentences', () => {
  const sentences = [
    ...[503, 404].map(unusableSentence),
    ...(['malformed', 'too-much', 'stopped'] as const).map((fault) => faultSentence(fault, '')),
  ];
  expect(new Set(sentences).size).toBe(5);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
  expect(faultSentence('no-answer', 'It slept.')).toBe('It slept.');
});

it('[RE4] the log of exchanges says how many keys differ', () => {
  expect(foundWords({ count: 0, more: false })).toBe('compared key by key: no difference');
  expect(foundWords({ count: 1, more: false })).toBe('compared key by key: 1 key differs');
  expect(foundWords({ count: 500, more: true })).toBe('compared key by key: more than 500 keys differ');
});
