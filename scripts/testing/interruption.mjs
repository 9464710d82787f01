import { onOrphaned } from '../lib/orphan.mjs';

/**
 * Turns the signals that ask this process to end into one AbortSignal, so that it ends what it started first.
 * @returns {AbortSignal} its reason says which signal came
 */
export function interruption() {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => controller.abort(`interrupted by ${signal}`));
  }
  onOrphaned(() => controller.abort('interrupted: npm has ended'));
  return controller.signal;
}
