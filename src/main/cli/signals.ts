import { constants } from 'node:os';

/** The polite ways to ask a program to end: by a service manager, by Ctrl+C, by closing the terminal. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

type Listener = (signal: NodeJS.Signals) => void;

export interface SignalComponents {
  process: {
    on(signal: NodeJS.Signals, listener: Listener): unknown;
    off(signal: NodeJS.Signals, listener: Listener): unknown;
  };
  /** Ends the process at once. */
  exit: (code: number) => void;
}

/** Listens from now on: `first` settles with the first signal, a second one ends the process at once. */
export function watchSignals({ process, exit }: SignalComponents): { first: Promise<NodeJS.Signals>; end(): void } {
  const first = Promise.withResolvers<NodeJS.Signals>();
  let seen = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (seen) exit(128 + constants.signals[signal]);
    seen = true;
    first.resolve(signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    first: first.promise,
    end: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
