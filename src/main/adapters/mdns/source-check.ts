import { BlockList, isIPv4 } from 'node:net';
import type { UsableInterface } from '../interfaces.ts';

/** Whether a datagram from `address`, an IPv4 literal, belongs to the link of that interface. */
export type SourceCheck = (interfaceName: string, address: string) => boolean;

/**
 * A system hands a socket what comes in on any interface where some program is in the group. What comes from the subnet
 * of another interface is left to that one. An address of no known subnet is taken: several may share a link
 * (RFC 6762 section 11).
 */
export function createSourceCheck(interfaces: readonly UsableInterface[]): SourceCheck {
  const subnets = interfaces.map((one) => ({ name: one.name, list: subnetsOf(one) }));
  return (interfaceName, address) => {
    if (!isIPv4(address)) return false;
    const owners = subnets.filter(({ list }) => list.check(address)).map(({ name }) => name);
    return owners.length === 0 || owners.includes(interfaceName);
  };
}

function subnetsOf({ ipv4 }: UsableInterface): BlockList {
  const list = new BlockList();
  for (const { address, prefix } of ipv4) list.addSubnet(address, prefix, 'ipv4');
  return list;
}
