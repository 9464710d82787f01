import { describe, expect, it } from 'vitest';
import type { SecretBox } from '../profile/secret-box.ts';
import { createKeychain, nameKeychainEntry, type KeychainComponents } from './keychain.ts';

type Cipher = KeychainComponents['safeStorage'];

/** Answers as Electron's safeStorage does, with the key 1. */
function aCipher(over: Partial<Cipher> = {}): Cipher {
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptString: (text) => Buffer.from(`v11${text}`).map((byte) => byte ^ 1) as Buffer,
    decryptString: (sealed) =>
      Buffer.from(sealed.map((byte) => byte ^ 1))
        .toString()
        .slice(3),
    ...over,
  };
}

const keychainOf = (over: Partial<Cipher> = {}, platform: NodeJS.Platform = 'linux'): SecretBox =>
  createKeychain({ safeStorage: aCipher(over), ready: Promise.resolve() }, platform);

const throwing = (): never => {
  throw new Error('The secret is 0123.');
};

describe("the system's keychain", () => {
  it('[GR6] opens what it sealed', async () => {
    const sealed = await keychainOf().seal('0123');
    expect(sealed).toEqual({ ok: true, value: expect.not.stringContaining('0123') as string });
    expect(sealed?.ok === true && (await keychainOf().open(sealed.value))).toEqual({ ok: true, value: '0123' });
  });

  it('[GR6] is not asked before Electron is ready', async () => {
    const asked: string[] = [];
    const ready = Promise.withResolvers<undefined>();
    const safeStorage = aCipher({ isEncryptionAvailable: () => asked.push('asked') > 0 });
    const keychain = createKeychain({ safeStorage, ready: ready.promise }, 'linux');
    const sealing = keychain.seal('0123');
    await Promise.resolve();
    expect(asked).toEqual([]);
    ready.resolve(undefined);
    expect(await sealing).toMatchObject({ ok: true });
    expect(asked).toEqual(['asked']);
  });

  it.each(['basic_text', 'unknown'] as const)('[GR6] is not there on Linux with %s', async (backend) => {
    const keychain = keychainOf({ getSelectedStorageBackend: () => backend });
    expect(await keychain.seal('0123')).toBeNull();
    expect(await keychain.open('AAAA')).toMatchObject({ ok: false });
  });

  it.each(['darwin', 'win32'] as const)('[GR6] is always there on %s', async (platform) => {
    const { getSelectedStorageBackend: _, ...safeStorage } = aCipher();
    const keychain = createKeychain({ safeStorage: safeStorage as Cipher, ready: Promise.resolve() }, platform);
    expect(await keychain.seal('0123')).toMatchObject({ ok: true });
  });

  it.each<[string, Partial<Cipher>]>([
    ['is locked', { isEncryptionAvailable: () => false }],
    ['fails', { encryptString: throwing, decryptString: throwing }],
    ['fails at the question whether it is there', { isEncryptionAvailable: throwing }],
  ])('[GR6] says so when it %s, without the secret', async (_how, over) => {
    const outcomes = [await keychainOf(over).seal('0123'), await keychainOf(over).open('AAAA')];
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ ok: false, error: expect.stringMatching(/^(it|which) does not /) as string });
      expect(JSON.stringify(outcome)).not.toContain('0123');
    }
  });

  it('[GR6] is not trusted with what it does not give back', async () => {
    expect(await keychainOf({ decryptString: () => 'another' }).seal('0123')).toMatchObject({ ok: false });
  });
});

it("[GR6] Electron starts under the profile's own name and runs under the program's", async () => {
  const ready = Promise.withResolvers<undefined>();
  const app = {
    name: 'Grapevine',
    setName(name: string) {
      this.name = name;
    },
    whenReady: () => ready.promise as Promise<unknown> as Promise<void>,
  };
  nameKeychainEntry(app, '0123abcd');
  expect(app.name).toBe('Grapevine 0123abcd');
  ready.resolve(undefined);
  await ready.promise;
  expect(app.name).toBe('Grapevine');
});
