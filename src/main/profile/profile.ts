import type { NodeId } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Settings } from '../settings.ts';
import type { StartError } from '../start-error.ts';
import { loadApiToken } from './api-token.ts';
import { writeHolder, type NewHolder } from './holder.ts';
import { loadIdentity } from './identity.ts';
import { lockProfile } from './lock.ts';
import { openLog, type AppLog } from './log-file.ts';
import { profileFiles, type ProfileFiles } from './paths.ts';
import { prepareProfileDir } from './profile-dir.ts';
import { createSettingsFile, type SettingsFile, type UnknownSetting } from './settings-file.ts';

/** A profile in the hands of this process. */
export interface Profile {
  dir: string;
  files: ProfileFiles;
  log: AppLog;
  id: NodeId;
  apiToken: string;
  settings: Settings;
  settingsFile: SettingsFile;
  /** Tells other commands of this user where the local API is. */
  noteApi(apiPort: number | null): void;
  /** Ends the log and gives the profile back; may be called twice. */
  close(): void;
}

/** Makes or opens the profile in `dir`, locked against every other process. Nothing malformed is overwritten. */
export async function openProfile(dir: string, holder: NewHolder): Promise<Result<Profile, StartError>> {
  const prepared = await prepareProfileDir(dir);
  if (!prepared.ok) return err({ kind: 'profile', text: prepared.error });
  const files = profileFiles(dir);
  const lock = lockProfile(files, holder);
  if (!lock.ok) return err({ kind: lock.error.kind === 'in-use' ? 'in-use' : 'profile', text: lock.error.text });
  const log = openLog(files.log);
  const close = (): void => {
    log.close();
    lock.value.release();
  };
  const content = await readProfile(files);
  if (content.ok) {
    warnOfUnknown(log, content.value.unknown);
    const noteApi = (apiPort: number | null): void => writeHolder(files.holder, { ...holder, apiPort });
    return ok({ dir, files, log, noteApi, close, ...content.value });
  }
  log.logger.error('profile-refused', { reason: content.error.text });
  close();
  return content;
}

type Content = Pick<Profile, 'id' | 'apiToken' | 'settings' | 'settingsFile'> & { unknown: UnknownSetting[] };

async function readProfile(files: ProfileFiles): Promise<Result<Content, StartError>> {
  const settingsFile = createSettingsFile(files.settings);
  const loaded = await settingsFile.load();
  if (!loaded.ok) return err({ kind: 'settings', text: loaded.error });
  const id = await loadIdentity(files.identity);
  if (!id.ok) return err({ kind: 'profile', text: id.error });
  const apiToken = await loadApiToken(files.apiToken);
  if (!apiToken.ok) return err({ kind: 'profile', text: apiToken.error });
  const { settings, unknown } = loaded.value;
  return ok({ id: id.value, apiToken: apiToken.value, settings, settingsFile, unknown });
}

function warnOfUnknown({ logger }: AppLog, unknown: UnknownSetting[]): void {
  for (const { name, meant } of unknown) logger.warn('setting-unknown', { name, meant });
}
