import type { GrapevineNode } from '../core/node-api.ts';
import type { Logger } from '../core/ports.ts';
import { formatAddress, parseAddress } from '../shared/address.ts';
import { ok, type Result } from '../shared/result.ts';
import type { SettingsFile } from './profile/settings-file.ts';

export interface StaticPeersComponents {
  node: Pick<GrapevineNode, 'addCandidate' | 'notice'>;
  logger: Logger;
  settingsFile: Pick<SettingsFile, 'update'>;
}

/**
 * Returns the function that adds a peer by its address: contacted at once, and kept in the settings behind that. When
 * the settings cannot be written a notice says so; the peer is then known for this run only.
 */
export function createStaticPeers(components: StaticPeersComponents): (address: string) => Result<void, string> {
  const { node } = components;
  return (text) => {
    const address = parseAddress(text);
    if (!address.ok) return address;
    const { host, port } = address.value;
    node.addCandidate({ host, port, id: null, name: null, foundBy: 'static' });
    void keep(components, formatAddress(host, port));
    return ok(undefined);
  };
}

async function keep({ node, logger, settingsFile }: StaticPeersComponents, address: string): Promise<void> {
  const saved = await settingsFile.update(({ staticPeers }) => ({
    staticPeers: [...new Set([...staticPeers, address])],
  }));
  if (saved.ok) {
    node.notice('settings', null);
    return;
  }
  logger.error('settings-not-saved', { reason: saved.error });
  node.notice('settings', { severity: 'warning', text: `The peer is known until the next start only: ${saved.error}` });
}
