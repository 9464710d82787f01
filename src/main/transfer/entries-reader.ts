/** Runs in a worker thread: reads one file of entries and hands it over in chunks. */
import { parentPort, workerData } from 'node:worker_threads';
import { slices } from '../../core/pause.ts';
import type { FileEntry } from '../../core/node-api.ts';
import { loadEntriesFile } from './load-entries-file.ts';
import { CHUNK_ENTRIES, type FromReader, type ReadingSettings } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('the reader was started outside of a worker thread');
const post = (message: FromReader): void => port.postMessage(message);

const loaded = loadEntriesFile(workerData as ReadingSettings);
const chunks: Iterator<FileEntry[], void> = slices(loaded.ok ? loaded.value : [], CHUNK_ENTRIES);

function sendNext(): void {
  const next = chunks.next();
  if (next.done === true) post({ kind: 'end', fault: loaded.ok ? null : loaded.error });
  else post({ kind: 'entries', chunk: next.value });
}

port.on('message', sendNext);
sendNext();
