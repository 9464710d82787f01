import { describe, expect, it } from 'vitest';
import { PeerList, peerTitle, visiblePeers } from './peer-list.ts';
import { aPeer } from './testing/samples.ts';

const byRow = (...peers: ReturnType<typeof aPeer>[]): Map<string, (typeof peers)[number]> =>
  new Map(peers.map((peer) => [peer.rowId, peer]));

describe('the list of peers', () => {
  it('[UI] is sorted by name as people count', () => {
    const names = ['lab-10', 'lab-9', 'Kiosk', 'bench'];
    const shown = visiblePeers(
      names.map((name) => aPeer(name)),
      '',
    );
    expect(shown.map(({ name }) => name)).toEqual(['bench', 'Kiosk', 'lab-9', 'lab-10']);
  });

  it('[UI] is filtered by name, address and state', () => {
    const peers = [
      aPeer('kiosk', { host: '10.0.0.7' }),
      aPeer('desk', { state: { kind: 'unreachable', since: 0, reason: 'x' } }),
      aPeer('lab'),
    ];
    const found = (filter: string): string[] => visiblePeers(peers, filter).map(({ name }) => name);
    expect(found('KIO')).toEqual(['kiosk']);
    expect(found('10.0.0.7:4097')).toEqual(['kiosk']);
    expect(found(' unreach ')).toEqual(['desk']);
    expect(found('nobody')).toEqual([]);
  });

  it('[PD1] a peer that has not told its name is called by its address', () => {
    expect(peerTitle(aPeer('x', { name: '', host: 'fe80::1' }))).toBe('[fe80::1]:4097');
  });

  it('[PD1] the open drawer follows its machine when the row gets the id that it told', () => {
    const list = new PeerList();
    const asked = aPeer('10.0.0.9:4097', { host: '10.0.0.9', state: { kind: 'connecting' } });
    list.select(asked, 0);
    const known = aPeer('ab', { host: '10.0.0.9', name: 'laptop' });
    list.follow(byRow(known, aPeer('cd')));
    expect(list.store.getState().selected).toBe(known);
    list.follow(byRow(aPeer('cd')));
    expect(list.store.getState().selected).toBeNull();
  });

  it('[UI] the open drawer shows what is new about its machine', () => {
    const list = new PeerList();
    list.select(aPeer('ab'));
    const newer = aPeer('ab', { rttMs: 4 });
    list.follow(byRow(newer));
    expect(list.store.getState().selected).toBe(newer);
  });
});
