/** The machine's network interfaces as far as peers can use them (PS1, PD2). */
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

/** Same shape as `os.networkInterfaces()`. */
export type InterfaceList = NodeJS.Dict<NetworkInterfaceInfo[]>;

export interface InterfaceAddress {
  /** An IP literal; a link-local IPv6 address carries its zone: `fe80::1%eth0`. */
  address: string;
  /** The subnet's prefix length. */
  prefix: number;
}

export interface UsableInterface {
  name: string;
  mac: string;
  /** True for loopback. */
  internal: boolean;
  ipv4: InterfaceAddress[];
  ipv6: InterfaceAddress[];
}

export interface InterfaceChoice {
  interfaces: UsableInterface[];
  /** A sentence for each thing wrong with the choice. */
  problems: string[];
}

/**
 * The interfaces to work on. `chosen` null means all but loopback and those without an address that others could reach
 * (IPv4, or IPv6 beyond link-local); else exactly those named, by interface name (`lo` allowed) or by one of their
 * addresses, which then is the only one used.
 */
export function usableInterfaces(
  chosen: readonly string[] | null,
  list: () => InterfaceList = networkInterfaces,
): InterfaceChoice {
  const read = readInterfaces(list);
  if (chosen === null) {
    return { interfaces: read.interfaces.filter((one) => !one.internal && isReachable(one)), problems: read.problems };
  }
  const names = [...new Set(chosen)];
  const picked = names.map((name) => pick(read.interfaces, name));
  const missing = names.filter((_, index) => picked[index] === null);
  return {
    interfaces: mergeByName(picked.filter((one) => one !== null)),
    problems: [...read.problems, ...missing.map((name) => notFound(name, read.interfaces))],
  };
}

/** Every interface of the machine, loopback and unreachable ones included. */
export function readInterfaces(list: () => InterfaceList): InterfaceChoice {
  try {
    return { interfaces: Object.entries(list()).map(([name, infos]) => toInterface(name, infos ?? [])), problems: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { interfaces: [], problems: [`The system does not tell its network interfaces: ${reason}.`] };
  }
}

function toInterface(name: string, infos: NetworkInterfaceInfo[]): UsableInterface {
  const of = (family: 'IPv4' | 'IPv6'): InterfaceAddress[] =>
    infos.filter((info) => info.family === family).map((info) => toAddress(name, info));
  const [first] = infos;
  return { name, mac: first?.mac ?? '', internal: first?.internal ?? false, ipv4: of('IPv4'), ipv6: of('IPv6') };
}

function toAddress(name: string, info: NetworkInterfaceInfo): InterfaceAddress {
  const prefix = Number(info.cidr?.split('/')[1] ?? (info.family === 'IPv4' ? 32 : 128));
  if (info.family === 'IPv4' || !isLinkLocal(info.address)) return { address: info.address, prefix };
  // Windows knows an interface by its number, the others by its name.
  const zone = process.platform === 'win32' ? String(info.scopeid) : name;
  return { address: `${info.address}%${zone}`, prefix };
}

/** IPv4 169.254.0.0/16 and IPv6 fe80::/10. */
export const isLinkLocal = (address: string): boolean => /^(?:169\.254\.|fe[89ab])/i.test(address);

function isReachable({ ipv4, ipv6 }: UsableInterface): boolean {
  return ipv4.length > 0 || ipv6.some(({ address }) => !isLinkLocal(address));
}

function pick(interfaces: UsableInterface[], wanted: string): UsableInterface | null {
  const named = interfaces.find(({ name }) => name === wanted);
  if (named !== undefined) return named;
  const same = ({ address }: InterfaceAddress): boolean => withoutZone(address) === withoutZone(wanted.toLowerCase());
  const owner = interfaces.find(({ ipv4, ipv6 }) => [...ipv4, ...ipv6].some(same));
  return owner === undefined ? null : { ...owner, ipv4: owner.ipv4.filter(same), ipv6: owner.ipv6.filter(same) };
}

const withoutZone = (address: string): string => address.split('%')[0] ?? '';

/** An interface chosen by two of its addresses is one interface with both. */
function mergeByName(picked: UsableInterface[]): UsableInterface[] {
  const merged = new Map<string, UsableInterface>();
  for (const one of picked) {
    const before = merged.get(one.name);
    merged.set(one.name, before === undefined ? one : { ...one, ...union(before, one) });
  }
  return [...merged.values()];
}

function union(a: UsableInterface, b: UsableInterface): Pick<UsableInterface, 'ipv4' | 'ipv6'> {
  return { ipv4: [...new Set([...a.ipv4, ...b.ipv4])], ipv6: [...new Set([...a.ipv6, ...b.ipv6])] };
}

function notFound(wanted: string, interfaces: UsableInterface[]): string {
  const names = interfaces.map(({ name }) => name).join(', ');
  return `There is no network interface named or addressed "${wanted}" now. ${names === '' ? 'There are none.' : `There are: ${names}.`}`;
}
