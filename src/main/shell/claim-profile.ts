/** One window per profile. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import { err, ok, type Result } from '../../shared/result.ts';
import { loadKeychainId } from '../profile/keychain-id.ts';
import { profileFiles } from '../profile/paths.ts';
import { prepareProfileDir } from '../profile/profile-dir.ts';
import { describeSystemError } from '../profile/system-error.ts';
import { nameKeychainEntry } from './keychain.ts';

/**
 * Puts the window's own files into the profile and takes its place as the profile's one window. Answers `taken` when another
 * window has it: that one has then been told to come to the front. Must be done before the program is ready.
 */
export async function claimProfile(profile: string): Promise<Result<'ours' | 'taken', string>> {
  const prepared = await prepareProfileDir(profile);
  if (!prepared.ok) return prepared;
  const folder = join(profile, 'window');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    return err(`The folder ${folder} cannot be made: ${describeSystemError(error)}.`);
  }
  app.setPath('userData', folder);
  if (!app.requestSingleInstanceLock()) return ok('taken');
  const keychainId = await loadKeychainId(profileFiles(profile).keychainId);
  if (!keychainId.ok) return keychainId;
  nameKeychainEntry(app, keychainId.value);
  return ok('ours');
}
