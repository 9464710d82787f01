import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from '../lib/json-file.mjs';

/** How long a failed download is not tried again. */
const REMEMBERED_MS = 24 * 60 * 60_000;

/**
 * Remembers in the cache folder that a download failed, so that not every start waits for it.
 * @param {{ folder: string, name: string, source: string, now: () => number }} options `source` is where it was looked
 *   for: a failure at one mirror says nothing about another
 */
export function failureMemory({ folder, name, source, now }) {
  const file = join(folder, `${name}.failed.json`);
  return {
    file,
    /** @returns {string | null} why it failed, if it did lately */
    recall() {
      const found = readJson(file);
      if (found === null || found.source !== source) return null;
      const ageMs = now() - found.at;
      return ageMs >= 0 && ageMs < REMEMBERED_MS ? String(found.reason) : null;
    },
    /** @param {string} reason */
    remember(reason) {
      writeJson(file, { at: now(), source, reason });
    },
    forget() {
      rmSync(file, { force: true });
    },
  };
}
