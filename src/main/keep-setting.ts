import type { GrapevineNode } from '../core/node-api.ts';
import type { Logger } from '../core/ports.ts';
import type { SettingsFile } from './profile/settings-file.ts';

export interface KeepSettingComponents {
  node: Pick<GrapevineNode, 'notice'>;
  logger: Logger;
  settingsFile: Pick<SettingsFile, 'update'>;
}

/** Writes a change to the settings. When that fails a notice says so: `what` is changed for this run only. */
export async function keepSetting(
  { node, logger, settingsFile }: KeepSettingComponents,
  what: string,
  change: Parameters<SettingsFile['update']>[0],
): Promise<void> {
  const saved = await settingsFile.update(change);
  if (saved.ok) {
    node.notice('settings', null);
    return;
  }
  logger.error('settings-not-saved', { reason: saved.error });
  node.notice('settings', {
    severity: 'warning',
    text: `${what} is changed until the next start only: ${saved.error}`,
  });
}
