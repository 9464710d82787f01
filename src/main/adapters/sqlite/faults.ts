import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StorageError } from '../../../core/ports.ts';

/** Primary result codes, https://sqlite.org/rescode.html */
const CODE = { busy: 5, locked: 6, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cantOpen: 14, notADatabase: 26 };
const DISK_CODES = new Set([CODE.ioError, CODE.cantOpen]);
const ROOM_NEEDED_BYTES = 64 * 1024;

/** True when the file itself is damaged, or is no database at all. */
export const isDamage = (error: unknown): boolean => [CODE.corrupt, CODE.notADatabase].includes(primaryCode(error));

/** What an error of SQLite or of the file system means to the port. */
export function storageError(error: unknown, file: string): StorageError {
  const code = primaryCode(error);
  const system = systemCode(error);
  if (code === CODE.full || system === 'ENOSPC' || system === 'EDQUOT') return full(file);
  if (code === CODE.readOnly || system === 'EROFS' || system === 'EACCES' || system === 'EPERM') return readOnly(file);
  if (code === CODE.busy || code === CODE.locked) return failed(`Another program has the database ${file} open.`);
  if (isDamage(error)) return failed(`The database ${file} is damaged.`);
  if (DISK_CODES.has(code) || system === 'ENOENT') return diskError(error, file);
  return failed(`${file} cannot be used: ${messageOf(error)}.`);
}

/** Neither SQLite nor `mkdir` always says why the disk refused: a look at the disk does. */
function diskError(error: unknown, file: string): StorageError {
  try {
    const folder = existingFolder(file);
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < ROOM_NEEDED_BYTES) return full(file);
  } catch (problem) {
    const system = systemCode(problem);
    if (system === 'EROFS' || system === 'EACCES') return readOnly(file);
  }
  return failed(`The disk failed at ${file}: ${messageOf(error)}.`);
}

function existingFolder(file: string): string {
  const folder = dirname(file);
  return existsSync(folder) || folder === file ? folder : existingFolder(folder);
}

const failed = (detail: string): StorageError => ({ kind: 'failed', detail });

const full = (file: string): StorageError => ({
  kind: 'full',
  detail: `The disk is full: nothing can be stored in ${file}.`,
});

export const readOnly = (file: string): StorageError => ({
  kind: 'read-only',
  detail: `The disk cannot be written to: nothing can be stored in ${file}.`,
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The extended code's low byte; -1 for other errors. */
function primaryCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : -1;
}

function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
