import type { Logger } from '../core/ports.ts';
import { describeFault } from './fault.ts';

/** What was started, to be ended again in reverse order. */
export class Teardown {
  readonly #steps: { name: string; end: () => void | Promise<void> }[] = [];
  #running: Promise<void> | null = null;

  add(name: string, end: () => void | Promise<void>): void {
    this.#steps.push({ name, end });
  }

  /** Ends everything once; a step that fails is logged and does not keep the others from running. */
  run(logger: Logger | null): Promise<void> {
    return (this.#running ??= this.#runAll(logger));
  }

  async #runAll(logger: Logger | null): Promise<void> {
    for (const { name, end } of this.#steps.toReversed()) {
      try {
        await end();
      } catch (error) {
        logger?.error('stop-step-failed', { step: name, error: describeFault(error) });
      }
    }
  }
}
