import type { Random } from '../ports.ts';

/** A random order (Fisher-Yates). */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random.next() * (i + 1));
    const a = order[i] as T;
    order[i] = order[j] as T;
    order[j] = a;
  }
  return order;
}

/** Up to `count` different items, in random order. */
export const sample = <T>(items: readonly T[], count: number, random: Random): T[] =>
  shuffle(items, random).slice(0, count);
