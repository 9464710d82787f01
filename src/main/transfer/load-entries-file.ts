import { readFileSync, statSync } from 'node:fs';
import type { FileEntry } from '../../core/node-api.ts';
import { readEntriesFile } from '../../core/state/entries-file.ts';
import { decodeUtf8 } from '../../core/state/utf8.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { describeSystemError } from '../profile/system-error.ts';
import type { FileFault, ReadingSettings } from './messages.ts';

/** The entries of a file, all checked, in key order (ST11). Holds its thread until it is done. */
export function loadEntriesFile({ path, limits }: ReadingSettings): Result<FileEntry[], FileFault> {
  const bytes = readBytes(path, limits.maxBytes);
  if (!bytes.ok) return bytes;
  const text = decodeUtf8(bytes.value);
  if (text === null) return unreadable('is not UTF-8 text: save it as JSON in UTF-8');
  const entries = readEntriesFile(text, limits.maxEntries);
  return entries.ok ? entries : err({ kind: 'malformed', problem: entries.error });
}

function readBytes(path: string, maxBytes: number): Result<Uint8Array, FileFault> {
  try {
    // Looked at first: to read a pipe or a device might never end.
    const stats = statSync(path);
    if (!stats.isFile()) return unreadable(`is ${stats.isDirectory() ? 'a folder' : 'no ordinary file'}: name a file`);
    if (stats.size > maxBytes) return tooLarge(stats.size, maxBytes);
    const bytes = readFileSync(path);
    return bytes.length > maxBytes ? tooLarge(bytes.length, maxBytes) : ok(bytes);
  } catch (error) {
    return unreadable(`could not be read: ${describeSystemError(error)}`);
  }
}

const unreadable = (reason: string): { ok: false; error: FileFault } => err({ kind: 'unreadable', reason });

const tooLarge = (bytes: number, maxBytes: number): { ok: false; error: FileFault } =>
  unreadable(`has ${bytes} bytes, at most ${maxBytes} are taken: split it`);
