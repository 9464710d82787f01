import { z } from 'zod';

const time = z.int().min(0);
const header = z
  .string()
  .max(16 * 1024)
  .nullable();

/** What stands before the body in a sealed request (GR3). */
export const sealedRequestSchema = z.object({
  /** The sender's clock. */
  time,
  /** Of its requests to this receiver, from 0 (GR4). */
  count: z.int().min(0),
  /** The start of the receiver that is meant; null in the first hello. */
  start: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable(),
  method: z.string().min(1).max(16),
  path: z.string().min(1).max(2_048),
  header,
  /** Whether the body was compressed before it was sealed. */
  packed: z.boolean(),
});

/** What stands before the body in a sealed answer. `again`: the request was stale, and what this says of start and time is right (GR4). */
export const sealedAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), time, status: z.int().min(200).max(599), header, packed: z.boolean() }),
  z.object({ kind: z.literal('again'), time }),
]);

export type SealedRequest = z.infer<typeof sealedRequestSchema>;
export type SealedAnswer = z.infer<typeof sealedAnswerSchema>;
