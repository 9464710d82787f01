import { z } from 'zod';
import type { NodeId, StartId } from './model.ts';

/** Most C19 agents that one node announces. */
export const MAX_ANNOUNCED_AGENTS = 64;

/** What nodes say to each other before anything else, in request and answer alike (PD2, PD3). Id, digest and clock are in the header. */
export const helloSchema = z.object({
  v: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{32}$/),
  startId: z.string().regex(/^[0-9a-f]{16}$/),
  name: z.string().min(1).max(64),
  program: z.string().max(64),
  /** Live entries and tombstones held. */
  entries: z.int().min(0),
  /** Whether it agreed with any other node within 80 days: if not, what it lacks tells nothing (ST10). */
  inTouch: z.boolean().default(true),
  /** Addresses of the C19 agents that the sender reaches: one of those who name an agent serves it (C1.3). */
  c19: z.array(z.string().min(1).max(300)).max(MAX_ANNOUNCED_AGENTS).default([]),
  /** Public group id; null is an open group (GR7). */
  group: z.string().max(64).nullable(),
  /** Generations of the group's key before this one were ended by somebody (GR5). */
  ended: z
    .int()
    .min(0)
    .max(2 ** 31)
    .default(0),
});

export type Hello = Omit<z.infer<typeof helloSchema>, 'id' | 'startId'> & { id: NodeId; startId: StartId };
