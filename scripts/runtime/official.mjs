import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../lib/problem.mjs';
import { DownloadFailed, boundedDownloader } from './download.mjs';
import { progressTeller } from './progress.mjs';

/**
 * @typedef {object} OfficialRequest
 * @property {string} version
 * @property {string} platform
 * @property {string} arch
 * @property {Record<string, string>} checksums SHA-256 by file name, as the `electron` package ships them
 * @property {string | undefined} cacheRoot where `@electron/get` keeps its downloads; undefined for its own default
 * @property {{ mirror: string } | undefined} [mirrorOptions] overrides nothing that the environment says
 * @property {import('./download.mjs').DownloadOptions} [limits]
 */

/**
 * Fetches Electron's own binary with Electron's own tool, which checks it against `checksums` and follows
 * `ELECTRON_MIRROR` and its like, and unpacks it.
 * @param {OfficialRequest} request
 * @param {string} temporary
 * @returns {Promise<string>} the unpacked folder
 * @throws {DownloadFailed} when it could not be fetched
 * @throws {Problem} when what came is not what was asked for
 */
export async function fetchOfficial(
  { version, platform, arch, checksums, cacheRoot, mirrorOptions, limits },
  temporary,
) {
  const { downloadArtifact } = await import('@electron/get');
  const { extract } = await import('@electron-internal/extract-zip');
  const label = `Electron ${version} for ${platform}-${arch}`;
  try {
    const zip = await downloadArtifact({
      version,
      platform,
      arch,
      checksums,
      artifactName: 'electron',
      tempDirectory: temporary,
      downloader: boundedDownloader({ onProgress: progressTeller(label), ...limits }),
      ...(cacheRoot === undefined ? {} : { cacheRoot }),
      ...(mirrorOptions === undefined ? {} : { mirrorOptions }),
    });
    const unpacked = join(temporary, 'unpacked');
    await mkdir(unpacked);
    await extract(zip, { dir: unpacked });
    return unpacked;
  } catch (error) {
    if (error instanceof DownloadFailed) throw error;
    throw new Problem(`${label} was not installed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
