/// <reference types="electron-vite/node" />
import { Worker } from 'node:worker_threads';
import type { ReadingSettings } from './messages.ts';

export type StartEntriesReader = (settings: ReadingSettings) => Promise<Worker>;

/** A hostile file within the limits may take as much while it is parsed; an honest one takes a quarter. */
const MAX_HEAP_MIB = 2_048;

/** Starts the reading thread: from its source where the program runs from source, else from the file that the build made of it. */
export async function startEntriesReader(settings: ReadingSettings): Promise<Worker> {
  const resourceLimits = { maxOldGenerationSizeMb: MAX_HEAP_MIB };
  const options = { workerData: settings, name: 'entries-reader', resourceLimits };
  if (import.meta.url.endsWith('.ts')) return new Worker(new URL('./entries-reader.ts', import.meta.url), options);
  const { default: createWorker } = await import('./entries-reader.ts?nodeWorker');
  return createWorker(options);
}
