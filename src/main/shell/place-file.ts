/** Keeps the window's place in a file of the profile. Neither a missing nor a broken file is worth an error. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Logger } from '../../core/ports.ts';

export function readPlace(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Written while the window closes, hence at once. */
export function writePlace(path: string, text: string, logger: Logger): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    logger.warn('window-place-not-kept', { error: String(error) });
  }
}
