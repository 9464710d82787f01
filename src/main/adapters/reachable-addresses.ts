import { isLinkLocal, type UsableInterface } from './interfaces.ts';

/** Bridges and tunnels of virtual machines, containers and private networks, by their usual names. */
const VIRTUAL = /^(?:docker|br-|virbr|veth|vmnet|vboxnet|vEthernet|tun|tap|utun|wg|zt|tailscale|lxc|cni|flannel|cali)/i;

/** The addresses that peers can use, for people to read, best first: those of real interfaces, IPv4 before IPv6. */
export function reachableAddresses(interfaces: readonly UsableInterface[]): string[] {
  const ranked = interfaces.flatMap((one) =>
    [...one.ipv4, ...one.ipv6].map(({ address }) => ({ address, rank: rankOf(one, address) })),
  );
  return ranked.sort((a, b) => a.rank - b.rank).map(({ address }) => address);
}

function rankOf({ name, internal }: UsableInterface, address: string): number {
  const family = address.includes(':') ? 1 : 0;
  if (internal) return 6 + family;
  if (isLinkLocal(address)) return 4 + family;
  return (VIRTUAL.test(name) ? 2 : 0) + family;
}
