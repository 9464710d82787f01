import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { capture } from '../lib/capture.mjs';
import { readJson, writeJson } from '../lib/json-file.mjs';
import { withLock } from '../lib/lock.mjs';
import { checkoutLock } from '../lib/paths.mjs';
import { Problem } from '../lib/problem.mjs';
import { say as sayAloud } from '../lib/say.mjs';
import { asNode } from '../runtime/environment.mjs';

/** What the output is made from; tests are not. */
const SOURCES = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json',
];
const TEST_FILE = /\.test\.tsx?$/;
/** Without one of these the output is not whole. */
const RESULTS = ['out/main/index.js', 'out/main/cli.js'];

/** @param {string} root */
const stampFile = (root) => join(root, 'out', '.grapevine-build.json');

/**
 * A fingerprint of all sources by path, size and time of change: quick, and different after any edit.
 * @param {string} root
 * @returns {string}
 */
function fingerprint(root) {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap((name) => filesUnder(join(root, name)))) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${relative(root, path)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path a file or folder, or nothing
 * @returns {string[]}
 */
function filesUnder(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !TEST_FILE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * @param {string} root
 * @returns {boolean} whether `out/` was built from the sources as they are
 */
export function isBuilt(root) {
  const sources = readJson(stampFile(root))?.sources;
  return sources === fingerprint(root) && RESULTS.every((path) => existsSync(join(root, path)));
}

/** Makes the next {@link ensureBuild} build, as after a development build. @param {string} root */
export function forgetBuild(root) {
  rmSync(stampFile(root), { force: true });
}

/**
 * Builds `out/` if the sources have changed since the last time.
 * @param {{ root: string, env: NodeJS.ProcessEnv, electron: string, say?: (line: string) => void }} options
 */
export async function ensureBuild({ root, env, electron, say = sayAloud }) {
  if (isBuilt(root)) return;
  await withLock(checkoutLock(env, root), async () => {
    if (isBuilt(root)) return;
    say('Building ...');
    forgetBuild(root);
    // Taken before the build: an edit made meanwhile is built the next time.
    const sources = fingerprint(root);
    await build(root, env, electron);
    writeJson(stampFile(root), { sources });
  });
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {string} electron
 */
async function build(root, env, electron) {
  const args = [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'];
  const { code, stdout, stderr } = await capture(electron, args, { cwd: root, env: asNode(env) });
  if (code === 0) return;
  throw new Problem(`The build failed with code ${code}:\n${stdout}${stderr}`);
}
