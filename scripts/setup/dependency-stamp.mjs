import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from '../lib/json-file.mjs';

/** What node_modules was installed from. @typedef {{ lock: string, nodeMajor: string, platform: string }} Stamp */

/** @param {string} root */
const stampFile = (root) => join(root, 'node_modules', '.grapevine-setup.json');

/**
 * @param {string} root
 * @returns {Stamp} what node_modules should be installed from
 */
function wantedStamp(root) {
  return {
    lock: createHash('sha256')
      .update(readFileSync(join(root, 'package-lock.json')))
      .digest('hex'),
    nodeMajor: process.versions.node.split('.')[0] ?? '',
    platform: `${process.platform}-${process.arch}`,
  };
}

/**
 * @param {string} root
 * @returns {boolean} whether node_modules is what package-lock.json asks for, as the stamp says
 */
export function isStamped(root) {
  const found = readJson(stampFile(root));
  const wanted = wantedStamp(root);
  return (
    found !== null &&
    found.lock === wanted.lock &&
    found.nodeMajor === wanted.nodeMajor &&
    found.platform === wanted.platform
  );
}

/** Written last, so an interrupted installation has none. @param {string} root */
export function writeStamp(root) {
  writeJson(stampFile(root), wantedStamp(root));
}

/**
 * Whether somebody ran npm by hand and node_modules is complete: npm's own record of it, which it writes last, names just
 * the packages of package-lock.json, and each has its folder.
 * @param {string} root
 * @returns {boolean}
 */
export function isInstalledByHand(root) {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  if (!installed || !wanted) return false;
  const paths = Object.keys(wanted).filter((path) => path !== '');
  return (
    Object.keys(installed).every((path) => path in wanted) &&
    paths.every((path) => isSame(root, path, wanted[path], installed[path]))
  );
}

/**
 * @param {string} root
 * @param {string} path
 * @param {any} wanted
 * @param {any} installed undefined for a package that is not there, as those for other systems
 * @returns {boolean}
 */
function isSame(root, path, wanted, installed) {
  if (installed === undefined) return wanted.optional === true;
  const same = installed.version === wanted.version && installed.integrity === wanted.integrity;
  return same && existsSync(join(root, path, 'package.json'));
}
