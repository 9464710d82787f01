import type { Logger } from './ports.ts';
import type { Notices } from './notices.ts';
import type { Sender } from './sync/merge-in.ts';

const MAX_SENDERS = 100;
/** Clock offsets below this are not worth a word. */
const NOTABLE_OFFSET_MS = 2_000;

/** Counts, logs and shows what was refused from whom: no refusal is silent (ST7). */
export class Refusals {
  readonly #logger: Logger;
  readonly #notices: Notices;
  readonly #counts = new Map<string, number>();

  constructor(components: { logger: Logger; notices: Notices }) {
    this.#logger = components.logger;
    this.#notices = components.notices;
  }

  note(sender: Sender, refused: { key: string; reason: string }[]): void {
    const who = sender.id ?? sender.name;
    const count = (this.#counts.get(who) ?? 0) + refused.length;
    if (this.#counts.size >= MAX_SENDERS && !this.#counts.has(who)) this.#counts.clear();
    this.#counts.set(who, count);
    const last = refused.at(-1);
    if (last === undefined) return;
    this.#logger.warn('entries-refused', { from: sender.name, count: refused.length, reason: last.reason });
    this.#notices.set(`refused:${who}`, { severity: 'warning', text: refusalText(sender, count, last) });
  }
}

function refusalText({ name, clockOffsetMs }: Sender, count: number, last: { key: string; reason: string }): string {
  const entries = count === 1 ? '1 entry' : `${count} entries`;
  const clock =
    clockOffsetMs !== null && Math.abs(clockOffsetMs) >= NOTABLE_OFFSET_MS ? ` ${clockText(clockOffsetMs)}` : '';
  return `${entries} from ${name} refused, the last for “${last.key}”: ${last.reason}.${clock}`;
}

function clockText(offsetMs: number): string {
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  return `Its clock is ${seconds} s ${offsetMs > 0 ? 'ahead of' : 'behind'} ours.`;
}
