import type { GrapevineNode } from '../core/node-api.ts';
import { formatAddress, parseAddress, type Address } from '../shared/address.ts';
import { ok, type Result } from '../shared/result.ts';
import { keepSetting, type KeepSettingComponents } from './keep-setting.ts';

export interface StaticPeersComponents extends KeepSettingComponents {
  node: Pick<GrapevineNode, 'addCandidate' | 'forget' | 'notice' | 'peers'>;
  /** The addresses of this run; what is forgotten leaves it. */
  addresses: AddressBook;
}

/** The addresses that the user gave: in the settings, on the command line or in the window. */
export class AddressBook {
  #addresses: Address[];

  /** Takes texts that were checked when they were read. */
  constructor(texts: readonly string[]) {
    this.#addresses = texts.map(checkedAddress);
  }

  all(): readonly Address[] {
    return this.#addresses;
  }

  add(address: Address): void {
    if (!this.#addresses.some((other) => isSame(other, address))) this.#addresses.push(address);
  }

  remove(isGone: (address: Address) => boolean): void {
    this.#addresses = this.#addresses.filter((address) => !isGone(address));
  }
}

export interface StaticPeers {
  /** Contacts a peer from now on and at every later start. The error is a sentence for people. */
  add(text: string): Result<void, string>;
  /** Takes a peer out of the table and its address out of the settings. */
  forget(rowId: string): void;
}

/** Keeps the list of peers by address. When the settings cannot be written a notice says so, and the change holds for this run only. */
export function createStaticPeers(components: StaticPeersComponents, settings: { targetPort: number }): StaticPeers {
  const { node, addresses } = components;
  return {
    add: (text) => {
      const address = parseAddress(text);
      if (!address.ok) return address;
      const { host, port } = address.value;
      addresses.add(address.value);
      node.addCandidate({ host, port, id: null, name: null, foundBy: 'static' });
      void keep(components, (texts) => [...new Set([...texts, formatAddress(host, port)])]);
      return ok(undefined);
    },
    forget: (rowId) => {
      const row = node.peers().find((peer) => peer.rowId === rowId);
      node.forget(rowId);
      if (row?.foundBy.includes('static') !== true) return;
      const isGone = ({ host, port }: Address): boolean =>
        host === row.host && (port ?? settings.targetPort) === row.port;
      addresses.remove(isGone);
      void keep(components, (texts) => texts.filter((text) => !isGone(checkedAddress(text))));
    },
  };
}

const keep = (components: StaticPeersComponents, change: (texts: string[]) => string[]): Promise<void> =>
  keepSetting(components, 'The list of peers', ({ staticPeers }) => ({ staticPeers: change(staticPeers) }));

function checkedAddress(text: string): Address {
  const address = parseAddress(text);
  if (!address.ok) throw new Error(`an unchecked address: ${text}`);
  return address.value;
}

const isSame = (a: Address, b: Address): boolean => a.host === b.host && a.port === b.port;
