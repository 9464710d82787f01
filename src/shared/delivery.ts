import { z } from 'zod';

/** Most entries that one probe asks for (PB5). */
export const MAX_PROBED = 64;

/** `POST /-/have`: does the receiver hold these, or something newer (PB5)? */
export const haveSchema = z.object({
  entries: z.array(z.tuple([z.string().max(1024), z.int().min(0)])).max(MAX_PROBED),
});

/** Its answer: how many of them are held. */
export const haveAnswerSchema = z.object({ held: z.int().min(0).max(MAX_PROBED) });

/** `POST /-/seen`: who, behind the sender, has acknowledged a flush of the receiver (PB3, PB6). */
export const seenSchema = z.object({
  flush: z.int().min(0),
  ids: z.array(z.string().regex(/^[0-9a-f]{32}$/)).max(1_024),
});
