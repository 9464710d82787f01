import { closeSync, openSync, readSync } from 'node:fs';
import { describeSystemError, systemErrorCode } from '../../profile/system-error.ts';
import { APPLICATION_ID } from './schema.ts';

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/** What the first bytes of a file say, without opening it as a database (https://sqlite.org/fileformat.html). */
export type FileHeader =
  /** No file, or one without a byte. */
  | { kind: 'none' }
  /** Whether there is a database cannot be told for now. */
  | { kind: 'unreadable'; reason: string }
  | { kind: 'foreign'; reason: string }
  | { kind: 'database'; schemaVersion: number };

export function readFileHeader(file: string): FileHeader {
  try {
    return headerIn(firstBytes(file));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return { kind: 'none' };
    return { kind: 'unreadable', reason: describeSystemError(error) };
  }
}

function headerIn(bytes: Buffer): FileHeader {
  if (bytes.length === 0) return { kind: 'none' };
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    return { kind: 'foreign', reason: 'it is not a database' };
  }
  const application = bytes.readUInt32BE(68);
  if (application !== 0 && application !== APPLICATION_ID) {
    return { kind: 'foreign', reason: 'it is the database of another program' };
  }
  return { kind: 'database', schemaVersion: bytes.readUInt32BE(60) };
}

function firstBytes(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(HEADER_BYTES);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}
