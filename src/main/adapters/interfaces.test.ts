import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { usableInterfaces, type InterfaceList } from './interfaces.ts';
import { reachableAddresses } from './reachable-addresses.ts';

const v4 = (address: string, prefix = 24): NetworkInterfaceInfo => {
  const internal = address.startsWith('127.');
  return { address, netmask: '', family: 'IPv4', mac: '02:00:00:00:00:01', internal, cidr: `${address}/${prefix}` };
};
const v6 = (address: string, prefix = 64): NetworkInterfaceInfo => {
  const internal = address === '::1';
  const mac = '02:00:00:00:00:01';
  return { address, netmask: '', family: 'IPv6', mac, internal, cidr: `${address}/${prefix}`, scopeid: 3 };
};
const machine = (): InterfaceList => ({
  lo: [v4('127.0.0.1', 8), v6('::1', 128)],
  docker0: [v4('172.17.0.1', 16)],
  eth0: [v4('192.168.1.20'), v4('10.9.9.9'), v6('fe80::1'), v6('fd00::20')],
  wlan0: [v6('fe80::2')],
  ppp0: undefined,
});
const namesOf = (chosen: string[] | null, list = machine): string[] => {
  return usableInterfaces(chosen, list).interfaces.map(({ name }) => name);
};
const zone = process.platform === 'win32' ? '3' : 'eth0';

describe('usableInterfaces', () => {
  it('[PD2] takes all but loopback and those that nobody could reach', () => {
    expect(namesOf(null)).toEqual(['docker0', 'eth0']);
    expect(usableInterfaces(null, machine).problems).toEqual([]);
  });

  it('[PD2] takes exactly the chosen ones, loopback included', () => {
    expect(namesOf(['lo'])).toEqual(['lo']);
    expect(namesOf(['eth0', 'lo', 'eth0'])).toEqual(['eth0', 'lo']);
    expect(namesOf([])).toEqual([]);
  });

  it('[PD2] takes an interface chosen by an address with that address alone', () => {
    const one = usableInterfaces(['10.9.9.9'], machine).interfaces;
    expect(one).toMatchObject([{ name: 'eth0', ipv4: [{ address: '10.9.9.9', prefix: 24 }], ipv6: [] }]);
    const two = usableInterfaces(['10.9.9.9', 'FD00::20'], machine).interfaces;
    expect(two).toMatchObject([{ name: 'eth0', ipv4: [{ address: '10.9.9.9' }], ipv6: [{ address: 'fd00::20' }] }]);
  });

  it('[PD2] gives a link-local IPv6 address its zone', () => {
    const [eth0] = usableInterfaces(['eth0'], machine).interfaces;
    expect(eth0?.ipv6).toEqual([
      { address: `fe80::1%${zone}`, prefix: 64 },
      { address: 'fd00::20', prefix: 64 },
    ]);
  });

  it('[PD2] says in a sentence which choice does not exist', () => {
    const { interfaces, problems } = usableInterfaces(['eth7', 'lo'], machine);
    expect(interfaces.map(({ name }) => name)).toEqual(['lo']);
    expect(problems).toEqual([
      'There is no network interface named or addressed "eth7" now. There are: lo, docker0, eth0, wlan0, ppp0.',
    ]);
  });

  it('[PD2] survives a system that does not tell its interfaces', () => {
    const { interfaces, problems } = usableInterfaces(null, () => {
      throw new Error('not permitted');
    });
    expect(interfaces).toEqual([]);
    expect(problems).toEqual(['The system does not tell its network interfaces: not permitted.']);
  });

  it('[PD2] reads the real machine', () => {
    expect(usableInterfaces(['127.0.0.1']).interfaces).toMatchObject([{ internal: true, ipv4: [{ prefix: 8 }] }]);
  });
});

describe('reachableAddresses', () => {
  it('[PS1] lists the addresses of real interfaces first, loopback last', () => {
    const { interfaces } = usableInterfaces(Object.keys(machine()), machine);
    expect(reachableAddresses(interfaces)).toEqual([
      '192.168.1.20',
      '10.9.9.9',
      'fd00::20',
      '172.17.0.1',
      `fe80::1%${zone}`,
      expect.stringMatching(/^fe80::2%/) as string,
      '127.0.0.1',
      '::1',
    ]);
  });
});
