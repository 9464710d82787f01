/** The system's keychain, by Electron's safeStorage (GR6): Keychain, DPAPI, or on Linux a secret service or KWallet. */
import type { App } from 'electron';
import type { SecretBox } from '../profile/secret-box.ts';
import { err, ok, type Result } from '../../shared/result.ts';

/**
 * The synchronous half of safeStorage, which Electron would rather see replaced by the other: that one is not in every
 * runtime that we use, and where Linux has no keychain it goes on with a key that everybody knows.
 */
interface Cipher {
  isEncryptionAvailable(): boolean;
  /** Only on Linux. */
  getSelectedStorageBackend(): string;
  encryptString(plain: string): Buffer;
  decryptString(sealed: Buffer): string;
}

export interface KeychainComponents {
  safeStorage: Cipher;
  /** Settles when Electron is ready: before, it would answer for no keychain. */
  ready: Promise<unknown>;
}

const SILENT = 'it does not answer, or stays locked';
const UNREADABLE =
  'which does not open it now: unlock the keychain and start Grapevine again, or, if what it held is lost, join by the ' +
  'invite code with another profile (--profile)';

/** The calls of safeStorage wait for a person who is asked to unlock the keychain. */
export function createKeychain({ safeStorage, ready }: KeychainComponents, platform: NodeJS.Platform): SecretBox {
  return {
    async seal(plain) {
      await ready;
      return hasKeychain(safeStorage, platform) ? seal(safeStorage, plain) : null;
    },
    async open(sealed) {
      await ready;
      return hasKeychain(safeStorage, platform) ? open(safeStorage, sealed) : err(UNREADABLE);
    },
  };
}

/** On other systems there is always one. */
function hasKeychain(safeStorage: Cipher, platform: NodeJS.Platform): boolean {
  return platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
}

function seal(safeStorage: Cipher, plain: string): Result<string, string> {
  try {
    if (!safeStorage.isEncryptionAvailable()) return err(SILENT);
    const sealed = safeStorage.encryptString(plain);
    return safeStorage.decryptString(sealed) === plain ? ok(sealed.toString('base64')) : err(SILENT);
  } catch {
    return err(SILENT);
  }
}

function open(safeStorage: Cipher, sealed: string): Result<string, string> {
  try {
    if (!safeStorage.isEncryptionAvailable()) return err(UNREADABLE);
    return ok(safeStorage.decryptString(Buffer.from(sealed, 'base64')));
  } catch {
    return err(UNREADABLE);
  }
}

/**
 * Gives the profile an entry of its own in the keychain: two profiles that make one entry at the same time would each lose
 * the other's key. Electron names it after the program as it is called while it starts. Must run before it is ready.
 */
export function nameKeychainEntry(app: Pick<App, 'name' | 'setName' | 'whenReady'>, id: string): void {
  const { name } = app;
  app.setName(`${name} ${id}`);
  void app.whenReady().then(() => app.setName(name));
}
