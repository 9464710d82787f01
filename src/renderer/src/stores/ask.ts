import type { IpcFailure } from '../../../shared/ipc.ts';
import { sentence } from '../format/sentence.ts';
import { err, ok, type Result } from '../../../shared/result.ts';

/** Said when a call brought no answer at all. */
export const NO_ANSWER = 'The program behind this window did not answer. Close Grapevine and start it again.';

function isFailure(answer: unknown): answer is IpcFailure {
  return typeof answer === 'object' && answer !== null && 'refused' in answer;
}

/** Awaits a call over the bridge; a refusal at the border or a lost call becomes an error in words. */
export async function ask<T>(call: Promise<T>): Promise<Result<T, string>> {
  try {
    const answer: T | IpcFailure = await call;
    return isFailure(answer) ? err(sentence(`The program refused this: ${answer.refused}`)) : ok(answer);
  } catch {
    return err(NO_ANSWER);
  }
}
