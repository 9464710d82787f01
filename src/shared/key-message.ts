import { z } from 'zod';

/** What machines of a private group say to hand each other its newest key (GR5): `POST /-/key`, in sealed frames only. */
export const keyMessageSchema = z.object({
  v: z.literal(1),
  secret: z.string().regex(/^[0-9a-f]{32}$/),
  generation: z
    .int()
    .min(1)
    .max(2 ** 31),
});

export type KeyMessage = z.infer<typeof keyMessageSchema>;
