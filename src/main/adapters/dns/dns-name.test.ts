import { describe, expect, it } from 'vitest';
import { formatDnsName, parseDnsName } from './dns-name.ts';

describe('parseDnsName', () => {
  it.each([
    ['pcs.example', { kind: 'host', host: 'pcs.example', port: null }],
    [' PCs.example:4100 ', { kind: 'host', host: 'pcs.example', port: 4100 }],
    ['_grapevine._tcp.example', { kind: 'srv', host: '_grapevine._tcp.example' }],
    ['_tcp.example', { kind: 'host', host: '_tcp.example', port: null }],
  ])('[PD1] reads %j', (text, name) => {
    expect(parseDnsName(text)).toEqual({ ok: true, value: name });
  });

  it.each(['pcs.example', 'pcs.example:4100', '_grapevine._tcp.example'])(
    '[PD1] %s is written as it was read',
    (text) => {
      const name = parseDnsName(text);
      expect(name.ok && formatDnsName(name.value)).toBe(text);
    },
  );

  it.each([
    ['', /^Type an address/],
    ['a b', /no spaces/],
    ['10.0.0.1', /^10\.0\.0\.1 is an address already/],
    ['10.0.0.1:4100', /^10\.0\.0\.1 is an address already/],
    ['[fe80::1%eth0]:4100', /^fe80::1%eth0 is an address already/],
    ['_grapevine._tcp.example:4100', /^Leave out ":4100"/],
    ['pcs.example:0', /^The port must be/],
  ])('[PD1] says in a sentence what is wrong with %j', (text, sentence) => {
    expect(parseDnsName(text)).toMatchObject({ ok: false, error: expect.stringMatching(sentence) as string });
  });
});
