/** An unexpected error for the log, with its stack and causes. */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text = error.stack ?? error.message;
  return error.cause === undefined ? text : `${text}\ncaused by: ${describeFault(error.cause)}`;
}
