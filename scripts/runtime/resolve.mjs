import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../lib/problem.mjs';
import { DownloadFailed } from './download.mjs';
import { executableIn } from './executable.mjs';
import { failureMemory } from './failure-memory.mjs';
import { exclusively, folderOf, install, isInstalled } from './installation.mjs';

/**
 * An Electron that can be run.
 * @typedef {object} Runtime
 * @property {string} electron the executable
 * @property {string} folder where it was unpacked
 * @property {string} version
 * @property {string} wanted the version that ships
 * @property {'official' | 'fallback' | 'override'} source
 */

/**
 * @typedef {object} Context
 * @property {string} version of Electron, exact
 * @property {string} platform
 * @property {string} arch
 * @property {string} folder where runtimes are kept
 * @property {string | undefined} override an unpacked Electron to use instead of all this
 * @property {boolean} retry whether to try a download that failed lately
 * @property {string} source where the official binary is looked for
 * @property {() => number} now ms since the epoch
 * @property {(line: string) => void} say
 * @property {(temporary: string) => Promise<string>} fetchOfficial
 * @property {import('./fallback.mjs').Fallback} fallback
 * @property {(temporary: string) => Promise<string>} fetchFallback
 */

/**
 * Finds the Electron to run, and installs it into the cache folder if it is not there: the official binary, or, where that
 * cannot be fetched and only on Linux x64, the fallback. A wrong hash ends it: nothing else is tried.
 * @param {Context} context
 * @returns {Promise<Runtime>}
 * @throws {Problem}
 */
export async function resolveRuntime(context) {
  if (context.override !== undefined) return overridden(context, context.override);
  const official = officialInstallation(context);
  const failure = isInstalled(official) ? null : await tryOfficial(context, official);
  if (failure === null) return runtime(context, official, 'official');
  return useFallback(context, failure);
}

/**
 * @param {Context} context
 * @param {string} folder
 * @returns {Runtime}
 */
function overridden({ version: wanted, platform }, folder) {
  const electron = join(folder, executableIn(platform));
  if (!existsSync(electron)) {
    throw new Problem(`ELECTRON_OVERRIDE_DIST_PATH names ${folder}, but there is no ${electron}.`);
  }
  const versionFile = join(folder, 'version');
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : 'unknown';
  return { electron, folder, version, wanted, source: 'override' };
}

/**
 * @param {Context} context
 * @returns {import('./installation.mjs').Installation}
 */
function officialInstallation({ folder, version, platform, arch }) {
  return { folder, version, name: `${version}-${platform}-${arch}`, executable: executableIn(platform), sha256: null };
}

/**
 * @param {Context} context
 * @returns {import('./installation.mjs').Installation}
 */
function fallbackInstallation({ folder, platform, arch, fallback }) {
  const name = `${fallback.version}-${platform}-${arch}-fallback`;
  return { folder, name, version: fallback.version, executable: 'electron', sha256: fallback.executableSha256 };
}

/**
 * @param {Context} context
 * @param {import('./installation.mjs').Installation} installation
 * @returns {Promise<string | null>} why it cannot be had; null when it is installed
 */
async function tryOfficial(context, installation) {
  const memory = failureMemory({ ...context, name: installation.name });
  const lately = () => (context.retry ? null : memory.recall());
  return (
    lately() ??
    exclusively(installation, async () => {
      if (isInstalled(installation)) return null;
      return lately() ?? fetchAndRemember(context, installation, memory);
    })
  );
}

/**
 * @param {Context} context
 * @param {import('./installation.mjs').Installation} installation
 * @param {ReturnType<typeof failureMemory>} memory
 * @returns {Promise<string | null>} as {@link tryOfficial}
 */
async function fetchAndRemember({ version, say, fetchOfficial }, installation, memory) {
  say(`Fetching Electron ${version} ...`);
  try {
    await install(installation, fetchOfficial);
    memory.forget();
    return null;
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    memory.remember(error.message);
    return error.message;
  }
}

/**
 * @param {Context} context
 * @param {string} failure why there is no official binary
 * @returns {Promise<Runtime>}
 */
async function useFallback(context, failure) {
  const { version, platform, arch, say } = context;
  if (platform !== 'linux' || arch !== 'x64') {
    throw new Problem(`Electron ${version} for ${platform}-${arch} is not here. ${failure}. ${ADVICE}`);
  }
  const installation = fallbackInstallation(context);
  if (!isInstalled(installation)) {
    await exclusively(installation, async () => {
      if (isInstalled(installation)) return;
      say(`${failure}. Installing a runtime for development and tests from npm instead (${context.fallback.spec}) ...`);
      await install(installation, withAdvice(failure, context.fetchFallback));
    });
  }
  return runtime(context, installation, 'fallback');
}

const ADVICE =
  'It is tried again after a day, or at once with GRAPEVINE_RETRY_DOWNLOAD=1. ' +
  'ELECTRON_MIRROR names another place to fetch it from, ELECTRON_OVERRIDE_DIST_PATH an unpacked Electron to use.';

/**
 * When the last way fails too, says about both.
 * @param {string} failure
 * @param {Context['fetchFallback']} fetchFallback
 * @returns {Context['fetchFallback']}
 */
function withAdvice(failure, fetchFallback) {
  return async (temporary) => {
    try {
      return await fetchFallback(temporary);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem(`${error.message}\n${failure}. ${ADVICE}`);
    }
  };
}

/**
 * @param {Context} context
 * @param {import('./installation.mjs').Installation} installation
 * @param {'official' | 'fallback'} source
 * @returns {Runtime}
 */
function runtime({ version: wanted }, installation, source) {
  const folder = folderOf(installation);
  return { electron: join(folder, installation.executable), folder, version: installation.version, wanted, source };
}

/**
 * @param {Runtime} runtime
 * @returns {string | null} the line that names a runtime which is not the one that ships
 */
export function noticeOf({ version, wanted, source }) {
  if (source !== 'fallback') return null;
  return (
    `Running on Electron ${version} as a third party repackaged it on npm, for development and tests only: ` +
    `the official ${wanted} could not be fetched.`
  );
}
