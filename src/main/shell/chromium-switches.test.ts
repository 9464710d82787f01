import { expect, it } from 'vitest';
import { quietChromium, refuseDebugging } from './chromium-switches.ts';

function commandLine(switches: Map<string, string>) {
  return {
    appendSwitch: (name: string, value = '') => void switches.set(name, value),
    getSwitchValue: (name: string) => switches.get(name) ?? '',
  };
}

it("[PD2] switches Chromium's own mDNS off", () => {
  const switches = new Map<string, string>();
  quietChromium(commandLine(switches));
  expect(switches.get('disable-features')?.split(',')).toContain('WebRtcHideLocalIpsWithMdns');
});

it('[PD6] never asks a proxy', () => {
  const switches = new Map<string, string>();
  quietChromium(commandLine(switches));
  expect(switches.has('no-proxy-server')).toBe(true);
});

it('[ARCH] keeps features that the command line disables', () => {
  const switches = new Map([['disable-features', 'Other,MediaRouter']]);
  quietChromium(commandLine(switches));
  const features = switches.get('disable-features')?.split(',') ?? [];
  expect(features.slice(0, 2)).toEqual(['Other', 'MediaRouter']);
  expect(new Set(features).size).toBe(features.length);
});

it('[ARCH] in packages nobody can drive the page from outside', () => {
  const removed: string[] = [];
  refuseDebugging({ removeSwitch: (name) => void removed.push(name) });
  expect(removed).toEqual(expect.arrayContaining(['remote-debugging-port', 'remote-debugging-pipe']));
});
