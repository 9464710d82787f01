import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAppOptions } from './options.ts';

const NOTHING_GIVEN = {
  kind: 'serve',
  peers: [],
  noToken: false,
  noMdns: false,
  interfaces: [],
  group: { kind: 'as-is' },
  json: false,
};

describe('parseAppOptions', () => {
  it('[LA5] takes the default profile and nothing else without arguments', () => {
    const parsed = parseAppOptions([]);
    expect(parsed).toMatchObject({ ok: true, value: NOTHING_GIVEN });
    const { profile, name, peerPort, apiPort, ttl, seed } = parsed.ok ? parsed.value : ({} as never);
    expect(profile.startsWith(homedir()) || profile.startsWith(process.env['XDG_CONFIG_HOME'] ?? '\0')).toBe(true);
    expect([name, peerPort, apiPort, ttl, seed]).toEqual(Array.from({ length: 5 }));
  });

  it('[LA5] reads every option', () => {
    const argv =
      '--profile p --name Desk --open --peer a --peer=[::1]:4100 --peer-port 0 --api-port 3100 --no-token --no-mdns ' +
      '--interface lo --interface eth0 --ttl 60000 --seed s.json --json';
    expect(parseAppOptions(argv.split(' '))).toEqual({
      ok: true,
      value: {
        kind: 'serve',
        profile: resolve('p'),
        name: 'Desk',
        peers: ['a', '[::1]:4100'],
        peerPort: 0,
        apiPort: 3100,
        noToken: true,
        noMdns: true,
        interfaces: ['lo', 'eth0'],
        ttl: 60_000,
        seed: resolve('s.json'),
        group: { kind: 'open' },
        json: true,
      },
    });
  });

  it.each([
    [['--peer-port', '65536'], '--peer-port "65536" is not a port number from 0 to 65535.'],
    [['--peer-port', '4097x'], '--peer-port "4097x" is not a port number from 0 to 65535.'],
    [['--peer-port='], '--peer-port "" is not a port number from 0 to 65535.'],
    [['--api-port', '1e3'], '--api-port "1e3" is not a port number from 0 to 65535.'],
    [['--api-port=-1'], '--api-port "-1" is not a port number from 0 to 65535.'],
    [['--ttl', '0'], '--ttl "0" is not a number of milliseconds from 1 to 3153600000000.'],
    [['--name='], '--name "" cannot be used: it needs at least one character.'],
    [['--name', 'x'.repeat(65)], `--name "${'x'.repeat(65)}" cannot be used: it has more than 64 characters.`],
    [['--interface='], '--interface "" cannot be used: it is empty.'],
    [['--profile='], '--profile "" is not a folder.'],
    [['--seed='], '--seed "" is not a file.'],
    [['--seed'], '--seed needs a value.'],
    [['--name'], '--name needs a value.'],
    [['--name', '--open'], '--name needs a value.'],
    [['--open=yes'], '--open takes no value, but was given "yes".'],
    [['--no-tokn'], '--no-tokn is not an option of this command: did you mean --no-token?'],
    [['--frobnicate'], '--frobnicate is not an option of this command'],
    [['-x'], '-x is not an option of this command'],
    [['--__proto__'], '--__proto__ is not an option of this command'],
    [['here'], '"here" is not expected here.'],
    [['--', '--open'], '"--open" is not expected here.'],
  ])('[LA5] refuses %j in one line', (argv, error) => {
    expect(parseAppOptions(argv)).toEqual({ ok: false, error });
  });

  it.each([
    [['--new-group'], { kind: 'new' }],
    [['--join', 'ABCD-1234'], { kind: 'join', code: 'ABCD-1234' }],
    [['--join', '-'], { kind: 'join-input' }],
    [['--join-file', 'code.txt'], { kind: 'join-file', path: resolve('code.txt') }],
  ])('[GR1] reads %j', (argv, group) => {
    expect(parseAppOptions(argv)).toMatchObject({ ok: true, value: { group } });
  });

  it('[GR7] takes one group only', () => {
    const error = '--open and --join cannot be given together.';
    expect(parseAppOptions(['--join', '-', '--open'])).toEqual({ ok: false, error });
    expect(parseAppOptions(['--join-file='])).toEqual({ ok: false, error: '--join-file "" is not a file.' });
  });

  it('[LA5] names a peer address that is none', () => {
    const parsed = parseAppOptions(['--peer', 'http://x']);
    expect(parsed.ok ? '' : parsed.error).toMatch(/^--peer "http:\/\/x" is not an address: [^\n]+$/);
  });

  describe('for the window', () => {
    it("[LA5] passes over Chromium's and Electron's own arguments", () => {
      const argv = ['.', '--no-sandbox', '--lang', 'de', '--remote-debugging-port=0', '-v', '--profile', '/p', 'x'];
      expect(parseAppOptions(argv, { tolerant: true })).toMatchObject({
        ok: true,
        value: { ...NOTHING_GIVEN, kind: 'window', profile: join('/p') },
      });
    });

    it('[LA5] checks ours all the same', () => {
      expect(parseAppOptions(['.', '--no-sandbox', '--ttl', 'x'], { tolerant: true })).toMatchObject({ ok: false });
    });
  });
});
