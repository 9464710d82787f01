import type { Notice } from '../shared/model.ts';

/** Most notices kept: the oldest go first (LM1). */
const MAX_NOTICES = 20;

/** What the person at the machine should know now, newest last; one text per subject. */
export class Notices {
  readonly #notices = new Map<string, Notice>();

  all(): Notice[] {
    return [...this.#notices.values()];
  }

  /** The same id replaces a notice, null takes it away. True when that made a difference. */
  set(id: string, notice: Omit<Notice, 'id'> | null): boolean {
    const before = this.#notices.get(id);
    if (notice === null) return this.#notices.delete(id);
    if (before?.text === notice.text && before.severity === notice.severity) return false;
    this.#notices.set(id, { id, ...notice });
    for (const [oldest] of this.#notices) {
      if (this.#notices.size <= MAX_NOTICES) break;
      this.#notices.delete(oldest);
    }
    return true;
  }
}
