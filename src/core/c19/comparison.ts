import { slices, type Pause } from '../pause.ts';
import type { Clock } from '../ports.ts';
import type { EntryView } from '../../shared/model.ts';
import type { State } from '../state/state.ts';
import { MAX_PAGE_BYTES, wireBytes } from '../sync/entry-codec.ts';
import { livesOn, type SentEntry } from './agent-body.ts';
import type { IntakeReport } from './intake.ts';

export interface ComparisonComponents {
  clock: Clock;
  pause: Pause;
  /** The state as of now: what has expired is taken out first (ST8). */
  state: () => State;
}

/**
 * `mended`: the agent was sent what it lacked; `expiry-only`: neither side lacks anything but what has expired on one of them, or is about to;
 * `unmended`: it holds what this node cannot take.
 */
export type Found = 'mended' | 'expiry-only' | 'unmended' | 'failed';

/**
 * Compares an agent's whole state with ours, after it was merged, and sends what it lacks, page after page while it is found: an agent may
 * know nobody whom it could ask (C1.3). `put` tells whether the agent took the page.
 */
export async function compareWithAgent(
  { stamps, expired }: Pick<IntakeReport, 'stamps' | 'expired'>,
  { clock, pause, state }: ComparisonComponents,
  put: (page: SentEntry[]) => Promise<boolean>,
): Promise<Found> {
  let known = 0;
  let page = newPage();
  let isMended = false;
  for (const slice of slices(state().all())) {
    for (const entry of slice) {
      const theirs = stamps.get(entry.key) ?? -1;
      if (theirs >= 0 && theirs <= entry.ts) known += 1;
      if (theirs >= entry.ts || !livesOn(entry, clock.now())) continue;
      if (page.bytes + wireBytes(entry) > MAX_PAGE_BYTES) {
        if (!(await put(page.entries))) return 'failed';
        page = newPage();
      }
      page.entries.push(entry);
      page.bytes += wireBytes(entry);
      isMended = true;
    }
    await pause();
  }
  if (isMended) return (await put(page.entries)) ? 'mended' : 'failed';
  return stamps.size - known === expired ? 'expiry-only' : 'unmended';
}

const newPage = (): { entries: EntryView[]; bytes: number } => ({ entries: [], bytes: 2 });
