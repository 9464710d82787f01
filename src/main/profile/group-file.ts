import { z } from 'zod';
import type { GroupKeys } from '../../core/group/group-keys.ts';
import { firstKeys } from '../../core/group/group-keys.ts';
import type { GroupSecret } from '../../core/group/invite-code.ts';
import type { NodeId } from '../../shared/model.ts';
import { placeOf } from '../../shared/json-check.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { checkFields, readJsonObject } from './json-file.ts';
import { describeSystemError } from './system-error.ts';

/** The group that a profile belongs to: an open one, or a private one with its keys (GR5, GR7). */
export type ProfileGroup = { kind: 'open' } | { kind: 'private'; keys: GroupKeys };

const secret = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hex digits');
const generation = z
  .int()
  .min(0)
  .max(2 ** 31);

const heldSchema = z
  .array(z.object({ secret, generation, handing: z.enum(['in-band', 'by-hand']) }))
  .min(1)
  .max(3);

const changeSchema = z.object({
  since: z.int().min(0).max(8.64e15),
  machines: z
    .array(z.object({ id: z.string().regex(/^[0-9a-f]{32}$/), name: z.string().max(64), has: z.boolean() }))
    .max(1_024),
});

const keysSchema = z.object({ held: heldSchema, ended: generation, change: changeSchema.nullable() });

/** `secret` alone is how a group with its first key was kept before keys could be changed. */
const groupSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('private'), keys: keysSchema.optional(), secret: secret.optional() }),
]);

/** Null when the profile has not been given a group. A malformed file is an error, never replaced; what it holds is not told. */
export async function loadGroup(path: string): Promise<Result<ProfileGroup | null, string>> {
  const fields = await readJsonObject(path, (problem) => `${placeOf(problem)}.`);
  if (!fields.ok) return fields;
  if (fields.value === null) return ok(null);
  const checked = checkFields(path, groupSchema, fields.value);
  if (!checked.ok) return checked;
  const group = checked.value;
  if (group.kind === 'open') return ok({ kind: 'open' });
  if (group.keys !== undefined) return ok({ kind: 'private', keys: keysOf(group.keys) });
  if (group.secret !== undefined) return ok({ kind: 'private', keys: firstKeys(bytesOf(group.secret)) });
  return err(`${path} holds no key of the private group.`);
}

/** Readable by the user only (GR6). */
export async function saveGroup(path: string, group: ProfileGroup): Promise<Result<void, string>> {
  const said = group.kind === 'open' ? group : { kind: group.kind, keys: keysText(group.keys) };
  try {
    await writeFileAtomic(path, `${JSON.stringify(said)}\n`);
    return ok(undefined);
  } catch (error) {
    return err(`${path} could not be written: ${describeSystemError(error)}.`);
  }
}

type KeysText = z.infer<typeof keysSchema>;

function keysOf({ held, ended, change }: KeysText): GroupKeys {
  const [first, ...rest] = held.map((key) => ({ ...key, secret: bytesOf(key.secret) }));
  if (first === undefined) throw new Error('The schema asks for a key');
  const machines = change?.machines.map((one) => ({ ...one, id: one.id as NodeId })) ?? [];
  return { held: [first, ...rest], ended, change: change === null ? null : { since: change.since, machines } };
}

const keysText = ({ held, ended, change }: GroupKeys): KeysText => ({
  held: held.map((key) => ({ ...key, secret: Buffer.from(key.secret).toString('hex') })),
  ended,
  change: change === null ? null : { since: change.since, machines: [...change.machines] },
});

const bytesOf = (digits: string): GroupSecret =>
  Uint8Array.from(Buffer.from(digits, 'hex')) as Uint8Array as GroupSecret;
