import type { AppOptions } from '../cli/options.ts';

/** Options for a node that is alone on loopback, on free ports. */
export const loopbackOptions = (profile: string, over: Partial<AppOptions> = {}): AppOptions => ({
  kind: 'serve',
  profile,
  name: 'desk-1',
  peers: [],
  peerPort: 0,
  apiPort: 0,
  noToken: true,
  noMdns: true,
  interfaces: ['lo'],
  group: { kind: 'open' },
  json: true,
  ...over,
});
