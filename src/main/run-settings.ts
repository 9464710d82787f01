import type { AppOptions } from './cli/options.ts';
import { NAME_LIMIT, nameSchema, type Settings } from './settings.ts';

/** The settings of one run: those of the profile with the command line's over them. */
export type RunSettings = Settings & { name: string };

export function runSettings(settings: Settings, options: AppOptions, hostName: string): RunSettings {
  const { mdns, interfaces } = settings;
  return {
    ...settings,
    name: options.name ?? settings.name ?? nameFromHost(hostName),
    peerPort: options.peerPort ?? settings.peerPort,
    apiPort: options.apiPort ?? settings.apiPort,
    apiTokenRequired: settings.apiTokenRequired && !options.noToken,
    interfaces: options.interfaces.length > 0 ? options.interfaces : interfaces,
    staticPeers: [...new Set([...settings.staticPeers, ...options.peers])],
    mdns: { ...mdns, enabled: mdns.enabled && !options.noMdns },
    defaultTtlMs: options.ttl ?? settings.defaultTtlMs,
    seedFile: options.seed ?? settings.seedFile,
  };
}

/** The host name without its domain, as far as it can be a machine's name. */
export function nameFromHost(hostName: string): string {
  const [label = ''] = hostName.split('.');
  const name = nameSchema.safeParse(label.slice(0, NAME_LIMIT));
  return name.success ? name.data : 'Grapevine';
}
