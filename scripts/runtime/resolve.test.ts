import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { listPackage } from '@electron/asar';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchFallback } from './fallback.mjs';
import { fetchOfficial } from './official.mjs';
import { noticeOf, resolveRuntime } from './resolve.mjs';
import { storedZip } from './stored-zip.mjs';

const VERSION = '45.4.1';
const FILE = `electron-v${VERSION}-linux-x64.zip`;
const OFFICIAL = storedZip({ electron: 'the official one', version: VERSION });
const STOLEN = storedZip({ electron: 'another one' });
const FALLBACK_BODY = 'the runtime of another application';
const LIMIT_MS = 100;

type Context = Parameters<typeof resolveRuntime>[0];

const hash = (algorithm: string, data: string | Buffer, encoding: 'hex' | 'base64') =>
  createHash(algorithm).update(data).digest(encoding);

describe('resolveRuntime', () => {
  let folder: string;
  let server: Server | null = null;
  let asked: string[];
  let packs: number;
  let said: string[];
  let nowMs: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'grapevine-runtime-'));
    asked = [];
    packs = 0;
    said = [];
    nowMs = Date.UTC(2026, 10, 23);
    // Inside Electron, fs takes an .asar file for a folder.
    process.noAsar = true;
    for (const name of ['ELECTRON_MIRROR', 'npm_config_electron_mirror', 'NPM_CONFIG_ELECTRON_MIRROR']) {
      vi.stubEnv(name, undefined);
    }
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    process.noAsar = false;
    server?.closeAllConnections();
    await new Promise((resolve) => (server === null ? resolve(undefined) : server.close(resolve)));
    server = null;
    rmSync(folder, { recursive: true });
  });

  /** A place that has, or has not, the official binary. Gives its address. */
  async function mirror(answer: RequestListener): Promise<string> {
    const started = createServer((request, response) => {
      asked.push(request.url ?? '');
      answer(request, response);
    });
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}/`;
  }

  const sends =
    (zip: Buffer): RequestListener =>
    (_, response) =>
      response.end(zip);
  const notFound: RequestListener = (_, response) => response.writeHead(404).end();

  /** The npm package of the fallback, as small as can be. */
  function fallbackTarball(): string {
    const app = join(folder, 'made/package/app');
    mkdirSync(join(app, 'resources'), { recursive: true });
    writeFileSync(join(app, 'Milton'), FALLBACK_BODY, { mode: 0o755 });
    writeFileSync(join(app, 'icudtl.dat'), 'data');
    writeFileSync(join(app, 'resources/app.asar'), 'somebody else’s application');
    execFileSync('tar', ['-czf', join(folder, 'fallback.tgz'), '-C', join(folder, 'made'), 'package']);
    return join(folder, 'fallback.tgz');
  }

  function context(url: string, changes: Partial<Context> = {}): Context {
    const tarball = fallbackTarball();
    const fallback = {
      spec: 'other-application@1.0.0',
      version: '41.3.0',
      tarballSha512: hash('sha512', readFileSync(tarball), 'base64'),
      executable: 'Milton',
      executableSha256: hash('sha256', FALLBACK_BODY, 'hex'),
    };
    const pack = (_: string, into: string) => {
      packs += 1;
      return copyFile(tarball, join(into, 'fallback.tgz'));
    };
    const official = {
      version: VERSION,
      platform: 'linux',
      arch: 'x64',
      checksums: { [FILE]: hash('sha256', OFFICIAL, 'hex') },
    };
    const limits = { firstByteMs: LIMIT_MS, stallMs: LIMIT_MS };
    const cacheRoot = join(folder, 'downloads');
    const given: Context = {
      version: VERSION,
      platform: 'linux',
      arch: 'x64',
      folder: join(folder, 'cache'),
      override: undefined,
      retry: false,
      source: 'default',
      now: () => nowMs,
      say: (line: string) => said.push(line),
      fetchOfficial: (temporary: string) =>
        fetchOfficial({ ...official, cacheRoot, limits, mirrorOptions: { mirror: url } }, temporary),
      fallback,
      fetchFallback: (temporary: string) => fetchFallback(given.fallback, pack, temporary),
      ...changes,
    };
    return given;
  }

  /** What is in the cache folder. */
  const installed = () => (existsSync(join(folder, 'cache')) ? readdirSync(join(folder, 'cache')).sort() : []);

  describe('where the official binary can be fetched', () => {
    it('[SETUP] installs it, once', async () => {
      const given = context(await mirror(sends(OFFICIAL)));
      const runtime = await resolveRuntime(given);
      expect(await resolveRuntime(given)).toEqual(runtime);
      expect(runtime).toMatchObject({ version: VERSION, wanted: VERSION, source: 'official' });
      expect(readFileSync(runtime.electron, 'utf8')).toBe('the official one');
      expect(asked).toEqual([`/v${VERSION}/${FILE}`]);
      expect(installed()).toEqual([`${VERSION}-linux-x64`]);
      expect(noticeOf(runtime)).toBeNull();
    });

    it('[SETUP] installs it once for several at a time', async () => {
      const given = context(await mirror(sends(OFFICIAL)));
      await Promise.all([resolveRuntime(given), resolveRuntime(given), resolveRuntime(given)]);
      expect(asked).toHaveLength(1);
      expect(installed()).toEqual([`${VERSION}-linux-x64`]);
    });

    it('[SETUP] installs it again when the executable has another size', async () => {
      const given = context(await mirror(sends(OFFICIAL)));
      const { electron } = await resolveRuntime(given);
      truncateSync(electron, 3);
      await resolveRuntime(given);
      expect(readFileSync(electron, 'utf8')).toBe('the official one');
    });

    it('[SETUP] stops at a wrong hash: no fallback, nothing installed, nothing remembered', async () => {
      const given = context(await mirror(sends(STOLEN)));
      await expect(resolveRuntime(given)).rejects.toThrow(
        /Electron 45\.4\.1 for linux-x64 was not installed: .*checksum/,
      );
      await expect(resolveRuntime(given)).rejects.toThrow('was not installed');
      expect(packs).toBe(0);
      expect(installed()).toEqual([]);
    });

    it('[SETUP] stops where no hash is known for it', async () => {
      const url = await mirror(sends(OFFICIAL));
      const unknown = { version: VERSION, platform: 'linux', arch: 'x64', checksums: { 'other.zip': 'aa' } };
      const limited = { ...unknown, cacheRoot: join(folder, 'downloads'), mirrorOptions: { mirror: url } };
      const given = context(url, { fetchOfficial: (temporary) => fetchOfficial(limited, temporary) });
      await expect(resolveRuntime(given)).rejects.toThrow('was not installed');
      expect(packs).toBe(0);
    });
  });

  describe('where it cannot', () => {
    const stalls: RequestListener = (_, response) => void response.write(OFFICIAL.subarray(0, 10));
    const breaksOff: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-length': OFFICIAL.length });
      response.write(OFFICIAL.subarray(0, 10), () => response.destroy());
    };

    it.each([
      ['has it not', notFound, 'the server answered 404'],
      ['never answers', () => undefined, 'no answer within 0.1 s'],
      ['stops in the middle', stalls, 'nothing came for 0.1 s'],
      ['breaks off', breaksOff, 'could not be fetched'],
    ])('[SETUP] uses the fallback when the server %s', async (_, answer, reason) => {
      const runtime = await resolveRuntime(context(await mirror(answer)));
      expect(runtime).toMatchObject({ version: '41.3.0', wanted: VERSION, source: 'fallback' });
      expect(said.join('\n')).toContain(reason);
    });

    it('[SETUP] uses the fallback when nothing listens', async () => {
      const runtime = await resolveRuntime(context('http://127.0.0.1:1/'));
      expect(runtime.source).toBe('fallback');
      expect(said.join('\n')).toContain('http://127.0.0.1:1/v45.4.1/');
    });

    it('[SETUP] makes the fallback look like an unpacked Electron', async () => {
      const runtime = await resolveRuntime(context(await mirror(notFound)));
      expect(readFileSync(runtime.electron, 'utf8')).toBe(FALLBACK_BODY);
      expect(statSync(runtime.electron).mode & 0o111).toBe(0o111);
      expect(readFileSync(join(runtime.folder, 'version'), 'utf8')).toBe('41.3.0');
      expect(readdirSync(join(runtime.folder, 'resources'))).toEqual(['default_app.asar']);
      const contents = listPackage(join(runtime.folder, 'resources/default_app.asar'), { isPack: false });
      expect(contents.sort()).toEqual(['/main.js', '/package.json']);
      expect(noticeOf(runtime)).toContain('a third party repackaged it');
    });

    it('[SETUP] installs the fallback once for several at a time', async () => {
      const given = context(await mirror(notFound));
      await Promise.all([resolveRuntime(given), resolveRuntime(given), resolveRuntime(given)]);
      expect([asked.length, packs]).toEqual([1, 1]);
    });

    it('[SETUP] asks again only after a day', async () => {
      const given = context(await mirror(notFound));
      await resolveRuntime(given);
      await resolveRuntime(given);
      expect([asked.length, packs]).toEqual([1, 1]);
      nowMs += 25 * 60 * 60_000;
      await resolveRuntime(given);
      expect([asked.length, packs]).toEqual([2, 1]);
    });

    it('[SETUP] asks again when it is told to, and then stays with the official binary', async () => {
      let zip: Buffer | null = null;
      const url = await mirror((_, response) => (zip === null ? response.writeHead(404).end() : response.end(zip)));
      await resolveRuntime(context(url));
      zip = OFFICIAL;
      expect((await resolveRuntime(context(url, { retry: true }))).source).toBe('official');
      expect((await resolveRuntime(context(url))).source).toBe('official');
      expect(asked).toHaveLength(2);
    });

    it('[SETUP] asks again at another mirror', async () => {
      const url = await mirror(notFound);
      await resolveRuntime(context(url));
      await resolveRuntime(context(url, { source: 'another' }));
      expect(asked).toHaveLength(2);
    });

    it.each(['tarballSha512', 'executableSha256'])(
      '[SETUP] stops at a wrong %s: nothing is installed',
      async (name) => {
        const url = await mirror(notFound);
        const given = context(url);
        given.fallback[name as 'tarballSha512'] = 'something else';
        await expect(resolveRuntime(given)).rejects.toThrow('has the wrong hash');
        expect(installed()).toEqual([`${VERSION}-linux-x64.failed.json`]);
      },
    );

    it('[SETUP] installs the fallback again when its hash is pinned anew', async () => {
      const url = await mirror(notFound);
      await resolveRuntime(context(url));
      const given = context(url);
      given.fallback.executableSha256 = 'something else';
      await expect(resolveRuntime(given)).rejects.toThrow('has the wrong hash');
    });

    it('[SETUP] says about both when the fallback cannot be fetched either', async () => {
      const url = await mirror(notFound);
      const failing = context(url, {
        fetchFallback: (into) => fetchFallback(failing.fallback, () => Promise.resolve(), into),
      });
      const attempt = resolveRuntime(failing);
      await expect(attempt).rejects.toThrow(
        /npm pack other-application@1\.0\.0 gave no tarball\.\n.*answered 404.*ELECTRON_MIRROR/s,
      );
    });

    it.each([
      ['darwin', 'arm64'],
      ['win32', 'x64'],
      ['linux', 'arm64'],
    ])('[SETUP] has no fallback for %s on %s, and says what to do', async (platform, arch) => {
      const url = await mirror(notFound);
      const attempt = resolveRuntime(context(url, { platform, arch }));
      await expect(attempt).rejects.toThrow(
        new RegExp(`Electron 45\\.4\\.1 for ${platform}-${arch} is not here.*answered 404.*GRAPEVINE_RETRY_DOWNLOAD=1`),
      );
      expect(packs).toBe(0);
    });
  });

  describe('where ELECTRON_OVERRIDE_DIST_PATH names one', () => {
    it('[SETUP] uses that and fetches nothing', async () => {
      const override = join(folder, 'mine');
      mkdirSync(override);
      writeFileSync(join(override, 'electron'), 'mine');
      writeFileSync(join(override, 'version'), 'v44.0.0\n');
      const runtime = await resolveRuntime(context(await mirror(notFound), { override }));
      expect(runtime).toMatchObject({ electron: join(override, 'electron'), version: '44.0.0', source: 'override' });
      expect(asked).toEqual([]);
    });

    it('[SETUP] says so when it is not there', async () => {
      const given = context('http://127.0.0.1:1/', { override: join(folder, 'nowhere') });
      await expect(resolveRuntime(given)).rejects.toThrow('ELECTRON_OVERRIDE_DIST_PATH names');
    });
  });
});
