import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { capture } from '../lib/capture.mjs';
import { hashFile } from '../lib/hash.mjs';
import { Problem } from '../lib/problem.mjs';

/**
 * A runtime that somebody else published inside an npm package, with what it must hash to.
 * @typedef {object} Fallback
 * @property {string} spec the npm package and its version
 * @property {string} version Electron's
 * @property {string} tarballSha512 base64
 * @property {string} executable its name in the package
 * @property {string} executableSha256 hex
 */

/**
 * Electron 41.3.0 as `@circadio/milton-linux-x64` carries it: for development and tests where Electron's own binary cannot
 * be fetched, never for a package that is given to anybody.
 * @type {Fallback}
 */
export const MILTON = {
  spec: '@circadio/milton-linux-x64@0.1.5',
  version: '41.3.0',
  tarballSha512: '7wwNzk/FGpznHFGnY/O5gZ/bnmLocilf2sn+w0U+2Fsyf0wEK0Vr94kk8kdwP2GGq60C/4C2BeKa/w7zhhpsYw==',
  executable: 'Milton',
  executableSha256: '134b72e0eb5a85ffaf2dfd85d98fd67b9d242b644297b12362ac995b178ff08f',
};

const PACK_TIMEOUT_MS = 20 * 60_000;
const DEFAULT_APP = join(import.meta.dirname, 'default-app');

/**
 * Puts the tarball of an npm package into a folder.
 * @typedef {(spec: string, folder: string) => Promise<void>} Pack
 */

/**
 * Fetches the fallback, checks it and makes it look like an unpacked Electron.
 * @param {Fallback} fallback
 * @param {Pack} pack
 * @param {string} temporary
 * @returns {Promise<string>} the unpacked folder
 * @throws {Problem} when it cannot be fetched, or is not what it must be
 */
export async function fetchFallback(fallback, pack, temporary) {
  const tarball = await packed(fallback, pack, join(temporary, 'tarball'));
  const unpacked = join(temporary, 'unpacked');
  await mkdir(unpacked);
  await untar(tarball, unpacked);
  await rm(tarball);
  await rename(join(unpacked, fallback.executable), join(unpacked, 'electron'));
  await writeFile(join(unpacked, 'version'), fallback.version);
  await addDefaultApp(join(unpacked, 'resources'));
  return unpacked;
}

/**
 * @param {Fallback} fallback
 * @param {Pack} pack
 * @param {string} folder
 * @returns {Promise<string>} the tarball, its hash checked
 */
async function packed({ spec, tarballSha512 }, pack, folder) {
  await mkdir(folder);
  await pack(spec, folder);
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Problem(`npm pack ${spec} gave no tarball.`);
  const sha512 = await hashFile(join(folder, name), 'sha512', 'base64');
  if (sha512 !== tarballSha512) {
    throw new Problem(`The npm package ${spec} has the wrong hash (sha512 ${sha512}): it was not installed.`);
  }
  return join(folder, name);
}

/**
 * Takes the runtime without the application it came with. `--no-same-owner`: to root the files' owners mean nothing here.
 * @param {string} tarball
 * @param {string} into
 */
async function untar(tarball, into) {
  const what = ['--strip-components=2', '--no-same-owner', '--exclude=package/app/resources', 'package/app'];
  const { code, stderr } = await capture('tar', ['-xzf', tarball, '-C', into, ...what]);
  if (code !== 0) throw new Problem(`${tarball} could not be unpacked: ${stderr.trim()}`);
}

/**
 * What runs where Electron's own default app would: it opens the folder named on the command line.
 * @param {string} resources
 */
async function addDefaultApp(resources) {
  const { createPackage } = await import('@electron/asar');
  await mkdir(resources);
  await createPackage(DEFAULT_APP, join(resources, 'default_app.asar'));
}

/**
 * Uses npm itself, so that the user's registry, mirror and proxy hold.
 * @type {Pack}
 */
export async function npmPack(spec, folder) {
  const args = [
    'pack',
    spec,
    '--pack-destination',
    folder,
    '--ignore-scripts',
    '--loglevel=error',
    '--fetch-retries=1',
  ];
  const { code, stderr } = await capture('npm', args, { cwd: folder, timeoutMs: PACK_TIMEOUT_MS });
  if (code !== 0) throw new Problem(`npm pack ${spec} ended with code ${code}: ${stderr.trim()}`);
}
