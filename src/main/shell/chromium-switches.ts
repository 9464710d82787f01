/** What Chromium would do on the network by itself, switched off: nothing but the node talks to anybody. */
import type { CommandLine } from 'electron';

const SWITCHES = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'disable-sync',
  'dns-prefetch-disable',
  'no-pings',
  'no-proxy-server',
];

/** With Chromium's own mDNS on, Windows asks the user about its firewall. */
const FEATURES = ['WebRtcHideLocalIpsWithMdns', 'MediaRouter', 'OptimizationHints', 'NetworkTimeServiceQuerying'];

/** By these whoever starts the program could look into the page and drive it. */
const DEBUGGING_SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address'];

/** For packages, as their fuse does with Node's `--inspect`. Must run before the program is ready. */
export function refuseDebugging(commandLine: Pick<CommandLine, 'removeSwitch'>): void {
  for (const name of DEBUGGING_SWITCHES) commandLine.removeSwitch(name);
}

/** Must run before the program is ready. Keeps features that the command line already disables. */
export function quietChromium(commandLine: Pick<CommandLine, 'appendSwitch' | 'getSwitchValue'>): void {
  for (const name of SWITCHES) commandLine.appendSwitch(name);
  const disabled = commandLine.getSwitchValue('disable-features').split(',');
  const features = new Set([...disabled, ...FEATURES].filter((feature) => feature !== ''));
  commandLine.appendSwitch('disable-features', [...features].join(','));
}
