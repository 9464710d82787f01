import { useState } from 'react';

export interface Attempt {
  busy: boolean;
  /** Why the last one failed. */
  problem: string | null;
  run: () => Promise<void>;
}

/** Something that may fail: `act` answers null when it is done, else why not. */
export function useAttempt(act: () => Promise<string | null>, onDone: () => void): Attempt {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const found = await act();
    setBusy(false);
    setProblem(found);
    if (found === null) onDone();
  };
  return { busy, problem, run };
}
