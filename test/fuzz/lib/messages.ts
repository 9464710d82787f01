import type { RoundReport } from './round.ts';

/** What the thread that fuzzes is started with. */
export interface WorkerSettings {
  target: string;
  /** Of the first round; each further one has the next. */
  seed: number;
  /** It ends after so many rounds, and after so long. */
  rounds: number;
  ms: number;
  memory: SharedArrayBuffer;
}

/** What it tells. */
export type FromWorker =
  | { kind: 'loaded' }
  | { kind: 'begun'; seed: number }
  | ({ kind: 'round'; growth: number } & RoundReport)
  | Failure
  | { kind: 'end' };

export interface Failure {
  kind: 'failure';
  seed: number;
  /** Null when it is not known which input it was. */
  iteration: number | null;
  input: Uint8Array;
  text: string;
}
