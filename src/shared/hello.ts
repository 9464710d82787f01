import { z } from 'zod';
import type { NodeId, StartId } from './model.ts';

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
  /** Public group id; null is an open group (GR7). */
  group: z.string().max(64).nullable(),
});

export type Hello = Omit<z.infer<typeof helloSchema>, 'id' | 'startId'> & { id: NodeId; startId: StartId };
