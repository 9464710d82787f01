import { closeSync, openSync, readSync } from 'node:fs';
import { APPLICATION_ID } from './schema.ts';

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/** What the first bytes of a file say, without opening it as a database (https://sqlite.org/fileformat.html). */
export type FileHeader =
  { kind: 'none' } | { kind: 'foreign'; reason: string } | { kind: 'database'; schemaVersion: number };

export function readFileHeader(file: string): FileHeader {
  const bytes = firstBytes(file);
  if (bytes === null || bytes.length === 0) return { kind: 'none' };
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    return { kind: 'foreign', reason: 'it is not a database' };
  }
  const application = bytes.readUInt32BE(68);
  if (application !== 0 && application !== APPLICATION_ID) {
    return { kind: 'foreign', reason: 'it is the database of another program' };
  }
  return { kind: 'database', schemaVersion: bytes.readUInt32BE(60) };
}

/** Null when there is no such file. */
function firstBytes(file: string): Buffer | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    const bytes = Buffer.alloc(HEADER_BYTES);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}
