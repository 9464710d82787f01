import type { Delivery } from '../../../shared/model.ts';
import { formatCount, plural } from './number.ts';
import type { TagTone } from './peer-words.ts';
import { formatMeasured } from './time.ts';

/** How it is shown who has a changeset: the mark tells it without colour. */
export interface DeliveryLook {
  tone: TagTone;
  mark: 'all' | 'some' | 'none';
  /** `12 of 12`. */
  count: string;
  /** `in 24 ms`, once all have it. */
  time: string | null;
  /** All of it, as a sentence. */
  sentence: string;
}

/** Null where nobody was to be told. */
export function deliveryLook(delivery: Delivery | null): DeliveryLook | null {
  if (delivery === null || delivery.of === 0) return null;
  const { seen, of, ms } = delivery;
  const count = `${formatCount(seen)} of ${formatCount(of)}`;
  const words = `Seen by ${formatCount(seen)} of ${plural(of, 'peer', 'peers')}`;
  if (seen >= of) {
    const time = ms === null ? null : `in ${deliveryTime(ms)}`;
    return { tone: 'good', mark: 'all', count, time, sentence: `${[words, time ?? []].flat().join(' ')}.` };
  }
  if (seen === 0 || ms === null)
    return { tone: 'neutral', mark: 'none', count, time: null, sentence: `${words} so far.` };
  const sentence = `${words} so far, the last of them after ${deliveryTime(ms)}.`;
  return { tone: 'warning', mark: 'some', count, time: null, sentence };
}

/** It is measured in whole milliseconds. */
function deliveryTime(ms: number): string {
  if (ms < 1) return 'under 1 ms';
  return ms < 1000 ? `${Math.round(ms)} ms` : formatMeasured(ms);
}
