import { expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

it.each([
  ['peerport', ['name', 'peerPort', 'apiPort'], 'peerPort'],
  ['per-port', ['api-port', 'peer-port'], 'peer-port'],
  ['staticPeer', ['staticPeers'], 'staticPeers'],
  ['x', ['r0'], null],
  ['somethingElse', ['name', 'peerPort'], null],
  ['', ['name'], null],
])('[ARCH] takes %j for one of %j: %j', (name, known, meant) => {
  expect(nearestName(name, known)).toBe(meant);
});
