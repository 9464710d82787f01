import type { GrapevineNode } from '../core/node-api.ts';
import type { Clock } from '../core/ports.ts';
import { formatAddress, parseAddress } from '../shared/address.ts';
import type { NodeId, PeerView } from '../shared/model.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { keepSetting, type KeepSettingComponents } from './keep-setting.ts';
import { MAX_BLOCKED, type BlockedPeer, type Settings } from './settings.ts';

export interface BlockingComponents extends KeepSettingComponents {
  node: Pick<GrapevineNode, 'block' | 'unblock' | 'notice' | 'peers'>;
  clock: Clock;
}

/** Blocks machines and remembers that for later starts (PD4). Errors are sentences for people. */
export interface Blocking {
  block(rowId: string): Result<void, string>;
  unblock(rowId: string): void;
}

/** Before the node starts, so that nothing is said to those who are blocked. */
export function blockFromSettings(
  node: Pick<GrapevineNode, 'block'>,
  { blockedPeers }: Settings,
  { targetPort }: { targetPort: number },
): void {
  for (const { id, name, address, since } of blockedPeers) {
    const parsed = parseAddress(address);
    if (!parsed.ok) throw new Error(`an unchecked address: ${address}`);
    const { host, port } = parsed.value;
    node.block({ id: id as NodeId, name, endpoint: { host, port: port ?? targetPort }, since });
  }
}

/** When the settings cannot be written a notice says so, and the change holds for this run only. */
export function createBlocking(components: BlockingComponents): Blocking {
  const { node, clock } = components;
  const blocked = (): PeerView[] => node.peers().filter(({ state }) => state.kind === 'blocked');
  return {
    block: (rowId) => {
      const row = node.peers().find((peer) => peer.rowId === rowId);
      if (row === undefined) return err('This machine is not on the list any more.');
      if (row.id === null)
        return err('It has not told its id, by which machines are blocked: forget its address instead.');
      if (row.state.kind === 'blocked') return ok(undefined);
      if (blocked().length >= MAX_BLOCKED) return err(`More than ${MAX_BLOCKED} machines cannot be blocked.`);
      const { id, name, host, port } = row;
      const since = clock.now();
      node.block({ id, name, endpoint: { host, port }, since });
      const added: BlockedPeer = { id, name, address: formatAddress(host, port), since };
      void keep(components, (peers) => [...peers.filter((peer) => peer.id !== id), added]);
      return ok(undefined);
    },
    unblock: (rowId) => {
      const row = blocked().find((peer) => peer.rowId === rowId);
      const id = row?.id ?? null;
      if (id === null) return;
      node.unblock(id);
      void keep(components, (peers) => peers.filter((peer) => peer.id !== id));
    },
  };
}

const keep = (components: BlockingComponents, change: (peers: BlockedPeer[]) => BlockedPeer[]): Promise<void> =>
  keepSetting(components, 'Who is blocked', ({ blockedPeers }) => ({ blockedPeers: change(blockedPeers) }));
