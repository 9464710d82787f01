/** Runs in a worker thread: the owner of the database. */
import { parentPort, workerData } from 'node:worker_threads';
import { Keeper } from './keeper.ts';
import type { ToWorker, WorkerSettings } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('the storage worker was started outside of a worker thread');
const keeper = new Keeper({ post: (message) => port.postMessage(message) }, workerData as WorkerSettings);
port.on('message', (message: ToWorker) => keeper.receive(message));
