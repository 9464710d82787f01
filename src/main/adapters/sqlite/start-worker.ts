/// <reference types="electron-vite/node" />
import { Worker } from 'node:worker_threads';
import type { WorkerSettings } from './messages.ts';

export type StartWorker = (settings: WorkerSettings) => Promise<Worker>;

/** Starts the storage's thread: from its source where the program runs from source, else from the file that the build made of it. */
export async function startStorageWorker(settings: WorkerSettings): Promise<Worker> {
  const options = { workerData: settings, name: 'storage' };
  if (import.meta.url.endsWith('.ts')) return new Worker(new URL('./storage-worker.ts', import.meta.url), options);
  const { default: createWorker } = await import('./storage-worker.ts?nodeWorker');
  return createWorker(options);
}
