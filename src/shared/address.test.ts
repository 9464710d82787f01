import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const hostName = fc
  .tuple(fc.stringMatching(/^[a-z]{1,5}$/), fc.array(label, { maxLength: 3 }))
  .map(([first, rest]) => [first, ...rest].join('.'));
const zoned = fc
  .tuple(fc.ipV6(), fc.constantFrom('', '%eth0', '%12', '%Wi-Fi'))
  .map(([ip, zone]) => ip.toLowerCase() + zone);
const host = fc.oneof(hostName, fc.ipV4(), zoned);
const port = fc.option(fc.integer({ min: 1, max: 65_535 }));

describe('parseAddress', () => {
  it.each([
    ['pc-7', 'pc-7', null],
    ['pc-7:4097', 'pc-7', 4097],
    ['  PC-7.Office.example.:80 ', 'pc-7.office.example.', 80],
    ['müller_pc', 'müller_pc', null],
    ['192.168.1.20', '192.168.1.20', null],
    ['192.168.1.20:1', '192.168.1.20', 1],
    ['[FE80::1%eth0]:4097', 'fe80::1%eth0', 4097],
    ['[::1]', '::1', null],
    ['fe80::1%12', 'fe80::1%12', null],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1', null],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8', null],
  ])('[PD1] reads %j', (text, expectedHost, expectedPort) => {
    expect(parseAddress(text)).toEqual({ ok: true, value: { host: expectedHost, port: expectedPort } });
  });

  it.each([
    ['', 'Type an address'],
    ['   ', 'Type an address'],
    ['http://pc-7:4097', 'Leave out "http://"'],
    ['pc-7 :4097', 'no spaces'],
    ['pc-7/state', 'path'],
    ['pc-7\\share', 'path'],
    ['me@pc-7', 'user name'],
    ['pc-7:', 'The port must be a number from 1 to 65535, not ""'],
    ['pc-7:0', 'The port must be'],
    ['pc-7:65536', 'The port must be'],
    ['pc-7:4o97', 'not "4o97"'],
    [':4097', 'host is missing'],
    ['[fe80::1', 'closing bracket'],
    ['[fe80::1]4097', 'Only a colon and the port'],
    ['[pc-7]:4097', '"pc-7" is not an IPv6 address'],
    ['[fe80::1%]', 'not the name of a network interface'],
    ['fe80::1:2:3:4:5:6:7:4097', 'in brackets'],
    ['1::2::3', 'in brackets'],
    ['192.168.1', 'four numbers'],
    ['192.168.1.256', 'four numbers'],
    ['4097', 'four numbers'],
    ['-pc', 'not a host name'],
    ['pc..office', 'not a host name'],
    ['a'.repeat(64), 'not a host name'],
    [`${'a.'.repeat(140)}a`, 'not a host name'],
    ['a'.repeat(301), 'too long'],
  ])('[PD1] refuses %j with a sentence', (text, part) => {
    const result = parseAddress(text);
    expect(result).toEqual({ ok: false, error: expect.stringContaining(part) as string });
    expect(result.ok ? '' : result.error).toMatch(/^["A-Z].*\.$|4097\.$/);
  });

  it('[PD1] reads back whatever is formatted', () => {
    fc.assert(
      fc.property(host, port, (aHost, aPort) => {
        expect(parseAddress(formatAddress(aHost, aPort))).toEqual({ ok: true, value: { host: aHost, port: aPort } });
      }),
    );
  });

  it('[PD1] refuses control characters in words that spoil no terminal', () => {
    const refused = ['a\u001b[31m', '1\u202e', '[\0]'].map((text) => parseAddress(text));
    for (const address of refused) expect(address.ok ? '' : address.error).toMatch(/^[^\p{Cc}\u202e]+$/u);
  });

  it('[PD1] never throws, and what it accepts it accepts again unchanged', () => {
    const nearly = fc.array(
      fc.constantFrom('[', ']', ':', '.', '%', '/', ' ', '::', '1', 'a', 'ffff', '\u0000', 'é', 'İ'),
    );
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      nearly.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const first = parseAddress(text);
        const again = first.ok ? parseAddress(formatAddress(first.value.host, first.value.port)) : null;
        expect(again).toEqual(first.ok ? first : null);
      }),
      { numRuns: 2_000 },
    );
  });
});
