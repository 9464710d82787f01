import { z } from 'zod';
import type { EntryHash, Key } from './model.ts';

/** Most graves in one answer. */
export const MAX_SENT_GRAVES = 1_000;

/** What travels of a grave (ST9): the key and the rank of what has expired. */
const sentGrave = z.object({
  key: z.string().min(1).max(1024),
  ts: z.int().min(0),
  deleted: z.boolean(),
  hash: z.string().regex(/^[0-9a-f]{32}$/),
});

const graves = z.array(sentGrave).max(MAX_SENT_GRAVES).default([]);

/** `POST /-/graves`: what has expired at the sender, which pulled it from the receiver (ST9). */
export const gravesSchema = z.object({ graves });

/** What a native node acts upon in the answer to a push: all else in it is for people (PB7). */
export const pushAnswerSchema = z.object({
  graves,
  /** Ids of the arc that the receiver does not know as alive (PB3). */
  unknown: z
    .array(z.string().regex(/^[0-9a-f]{32}$/))
    .max(1_024)
    .default([]),
});

export interface SentGrave {
  key: Key;
  ts: number;
  deleted: boolean;
  hash: EntryHash;
}
