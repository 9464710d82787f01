import { open } from 'node:fs/promises';

/** The other side could not be reached, or did not send the file. Anything else that goes wrong is no such error. */
export class DownloadFailed extends Error {
  /**
   * @param {string} url
   * @param {string} reason
   */
  constructor(url, reason) {
    super(`${withoutCredentials(url)} could not be fetched: ${reason}`);
    this.name = 'DownloadFailed';
  }
}

/**
 * @param {string} url
 * @returns {string} as it may be shown and stored
 */
function withoutCredentials(url) {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

/**
 * @typedef {{ firstByteMs?: number, stallMs?: number, onProgress?: (received: number, total: number | null) => void }} DownloadOptions
 */

/**
 * A downloader for `@electron/get` that never waits long for nothing: it gives up when no byte has come after
 * `firstByteMs`, and later whenever none comes for `stallMs`.
 * @param {DownloadOptions} [options]
 */
export function boundedDownloader({ firstByteMs = 20_000, stallMs = 20_000, onProgress = () => {} } = {}) {
  return {
    /**
     * @param {string} url
     * @param {string} target
     * @throws {DownloadFailed}
     */
    async download(url, target) {
      const file = await open(target, 'w');
      try {
        let received = 0;
        for await (const { bytes, total } of bytesOf(url, { firstByteMs, stallMs })) {
          await file.appendFile(bytes);
          received += bytes.length;
          onProgress(received, total);
        }
      } finally {
        await file.close();
      }
    },
  };
}

/**
 * @param {string} url
 * @param {{ firstByteMs: number, stallMs: number }} limits
 * @returns {AsyncGenerator<{ bytes: Uint8Array, total: number | null }>}
 */
async function* bytesOf(url, { firstByteMs, stallMs }) {
  const limit = timeLimit();
  try {
    limit.restart(firstByteMs, `no answer within ${firstByteMs / 1000} s`);
    const response = await fetch(url, { signal: limit.signal });
    if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
    const length = response.headers.get('content-length');
    for await (const bytes of response.body) {
      limit.restart(stallMs, `nothing came for ${stallMs / 1000} s`);
      yield { bytes, total: length === null ? null : Number(length) };
    }
  } catch (error) {
    throw new DownloadFailed(url, reasonOf(error));
  } finally {
    limit.stop();
  }
}

/** Aborts its signal when the time runs out. */
function timeLimit() {
  const controller = new AbortController();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  return {
    signal: controller.signal,
    /**
     * @param {number} delayMs
     * @param {string} reason
     */
    restart(delayMs, reason) {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(new Error(reason)), delayMs);
    },
    stop() {
      clearTimeout(timer);
      controller.abort();
    },
  };
}

/**
 * fetch hides what happened in the cause.
 * @param {unknown} error
 * @returns {string}
 */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  if (!(error.cause instanceof Error)) return error.message;
  return error.cause.message || String(/** @type {NodeJS.ErrnoException} */ (error.cause).code);
}
