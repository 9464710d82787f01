import { constants } from 'node:os';

/** The polite ways to ask a program to end: by a service manager, by Ctrl+C, by closing the terminal. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

export interface SignalComponents {
  process: { on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown };
  /** Ends the process at once. */
  exit: (code: number) => void;
}

/** Listens from now on: `first` settles with the first signal; a second one ends the process at once. */
export function watchSignals({ process, exit }: SignalComponents): { first: Promise<NodeJS.Signals> } {
  const first = Promise.withResolvers<NodeJS.Signals>();
  let seen = false;
  for (const each of SIGNALS) {
    process.on(each, (signal) => {
      if (seen) exit(128 + constants.signals[signal]);
      seen = true;
      first.resolve(signal);
    });
  }
  return { first: first.promise };
}
