import type { GrapevineNode } from '../core/node-api.ts';
import { DEFAULT_LOCAL_API_LIMITS } from './agent/limits.ts';
import { createLocalApi } from './agent/local-api.ts';
import { hostNames } from './host-names.ts';
import { noticePort } from './port-notice.ts';
import type { Profile } from './profile/profile.ts';
import type { RunSettings } from './run-settings.ts';

export interface StartedLocalApi {
  /** Null when it could not be started: a notice says why, and the node runs without it. */
  apiPort: number | null;
  stop(): Promise<void>;
}

/** Starts the local API as the settings say (LA1, LA4). */
export async function startLocalApi(
  node: GrapevineNode,
  { apiToken, log: { logger } }: Profile,
  settings: RunSettings,
): Promise<StartedLocalApi> {
  const allowedHostNames = hostNames(settings.name);
  const api = createLocalApi(
    { node, logger },
    {
      port: settings.apiPort,
      token: apiToken,
      isTokenRequired: settings.apiTokenRequired,
      allowedHostNames,
      limits: DEFAULT_LOCAL_API_LIMITS,
    },
  );
  const stop = (): Promise<void> => api.stop();
  const started = await api.start();
  if (started.ok) {
    noticePort(node, 'api-port', settings.apiPort, started.value.port);
    return { apiPort: started.value.port, stop };
  }
  const text = `Programs on this machine cannot reach Grapevine: ${started.error.detail}`;
  node.notice('api-port', { severity: 'error', text });
  logger.error('local-api-not-started', { reason: started.error.detail });
  return { apiPort: null, stop };
}
