import { officeDelayMs, type NetworkConditions } from './memory-network.ts';

/** An office's delays with all that can go wrong between machines: loss, duplicates, messages that come much later; `sides` says who is cut off from whom. */
export const roughConditions = (sides: ReadonlyMap<string, number>, lateByMs: number): NetworkConditions => ({
  loss: 0.1,
  duplicates: 0.05,
  late: { part: 0.05, byMs: lateByMs },
  delayMs: officeDelayMs,
  connects: (from, to) => sides.get(from) === sides.get(to),
});

/** The same network on a good day. Whoever watched goes on watching. */
export const goodConditions = ({ late: _late, ...conditions }: NetworkConditions): NetworkConditions => ({
  ...conditions,
  loss: 0,
  duplicates: 0,
  connects: () => true,
});
