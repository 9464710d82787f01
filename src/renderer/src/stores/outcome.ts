import type { WriteRefusal } from '../../../shared/ipc.ts';
import { err, type Result } from '../../../shared/result.ts';

type Asked<T> = Result<Result<T, string | WriteRefusal>, string>;

/** What came of a call that can fail on its way as well as at its end: its value, or what went wrong in words. */
export function outcomeOf<T>(asked: Asked<T>): Result<T, string> {
  if (!asked.ok) return asked;
  const answer = asked.value;
  if (answer.ok) return answer;
  return err(typeof answer.error === 'string' ? answer.error : answer.error.reason);
}
