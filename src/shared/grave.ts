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

/** The part of a push's answer that is state: all else in it is for people (PB7). */
export const pushAnswerSchema = z.object({ graves: z.array(sentGrave).max(MAX_SENT_GRAVES).default([]) });

export interface SentGrave {
  key: Key;
  ts: number;
  deleted: boolean;
  hash: EntryHash;
}
