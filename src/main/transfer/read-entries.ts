import type { Worker } from 'node:worker_threads';
import type { FileEntry } from '../../core/node-api.ts';
import { MAX_FILE_ENTRIES } from '../../core/state/entries-file.ts';
import { describeProblem } from '../../shared/json-check.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { systemErrorCode } from '../profile/system-error.ts';
import type { FileFault, FromReader, ReadingLimits, ToReader } from './messages.ts';
import type { StartEntriesReader } from './start-entries-reader.ts';

export const DEFAULT_READING_LIMITS: ReadingLimits = { maxBytes: 64 * 1024 * 1024, maxEntries: MAX_FILE_ENTRIES };

/** Reads a file of entries in C19's seed format (ST11), all of it checked, in key order. */
export type ReadEntries = (path: string) => Promise<Result<FileEntry[], FileFault>>;

/** Reads in a thread of its own: to parse 100,000 entries would hold the event loop for half a second (LM2). */
export const createReadEntries =
  (startReader: StartEntriesReader, limits: ReadingLimits): ReadEntries =>
  async (path) => {
    const worker = await startReader({ path, limits });
    const read = await receive(worker);
    await worker.terminate();
    return read;
  };

function receive(worker: Worker): Promise<Result<FileEntry[], FileFault>> {
  const entries: FileEntry[] = [];
  const taken: ToReader = 'taken';
  return new Promise((resolve) => {
    const fail = (reason: string): void => resolve(err({ kind: 'unreadable', reason }));
    worker.on('message', (message: FromReader) => {
      if (message.kind === 'entries') {
        entries.push(...message.chunk);
        worker.postMessage(taken);
      } else resolve(message.fault === null ? ok(entries) : err(message.fault));
    });
    worker.on('error', (error: unknown) => fail(`could not be read: ${faultOf(error)}`));
    worker.on('exit', () => fail('could not be read: its reading ended early'));
  });
}

const faultOf = (error: unknown): string =>
  systemErrorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY' ? 'it takes too much memory' : String(error);

/** For people, behind the file's name. */
export const describeFileFault = (fault: FileFault): string =>
  fault.kind === 'malformed' ? `, ${describeProblem(fault.problem)}` : ` ${fault.reason}.`;
