import { z } from 'zod';
import { firstKeys, type GroupKeys } from '../../core/group/group-keys.ts';
import type { GroupSecret } from '../../core/group/invite-code.ts';
import { placeOf } from '../../shared/json-check.ts';
import type { NodeId } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { checkFields, readJsonObject } from './json-file.ts';
import type { SecretBox } from './secret-box.ts';
import { describeSystemError } from './system-error.ts';

/** The group that a profile belongs to: an open one, or a private one with its keys (GR5, GR7). */
export type ProfileGroup = { kind: 'open' } | PrivateGroup;
type PrivateGroup = { kind: 'private'; keys: GroupKeys };

/** Where the keys are (GR6). `refusal` says why the keychain did not take them, if there is one. */
export type SecretPlace = { kind: 'keychain' } | { kind: 'file'; refusal: string | null };

export interface HeldGroup {
  group: ProfileGroup;
  /** Its keys can be read in the file. */
  plain: boolean;
}

const OTHER_KEY =
  "was sealed with a key that the system's keychain does not hold any more: join by the invite code with another profile (--profile).";

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
type KeysText = z.infer<typeof keysSchema>;

/** `secret` alone is how a group with its first key was kept before keys could be changed. */
const plainSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('private'), keys: keysSchema.optional(), secret: secret.optional() }),
]);

/** What is sealed is the keys as JSON. */
const sealedSchema = z.strictObject(
  { kind: z.literal('private'), kept: z.literal('keychain'), sealed: z.base64().min(1) },
  // A field's name may be a misplaced secret.
  { error: ({ code }) => (code === 'unrecognized_keys' ? 'holds a field that does not belong there' : undefined) },
);

/** Null when the profile has not been given a group. A malformed file is an error, never replaced; what it holds is not told. */
export async function loadGroup(path: string, box: SecretBox): Promise<Result<HeldGroup | null, string>> {
  const fields = await readJsonObject(path, (problem) => `${placeOf(problem)}.`);
  if (!fields.ok) return fields;
  if (fields.value === null) return ok(null);
  if (Object.hasOwn(fields.value, 'kept')) return openSealed(path, fields.value, box);
  const checked = checkFields(path, plainSchema, fields.value);
  if (!checked.ok) return checked;
  const { value } = checked;
  if (value.kind === 'open') return ok({ group: { kind: 'open' }, plain: false });
  if (value.keys !== undefined) return ok({ group: { kind: 'private', keys: keysOf(value.keys) }, plain: true });
  if (value.secret === undefined) return err(`${path} holds no key of the private group.`);
  return ok({ group: { kind: 'private', keys: firstKeys(bytesOf(value.secret)) }, plain: true });
}

async function openSealed(
  path: string,
  fields: Record<string, unknown>,
  box: SecretBox,
): Promise<Result<HeldGroup, string>> {
  const checked = checkFields(path, sealedSchema, fields);
  if (!checked.ok) return checked;
  const opened = await box.open(checked.value.sealed);
  if (!opened.ok) return err(`The secret in ${path} is sealed by the system's keychain, ${opened.error}.`);
  const keys = keysIn(opened.value);
  // A keychain that was made anew has another key: that may open to anything.
  return keys === null
    ? err(`The secret in ${path} ${OTHER_KEY}`)
    : ok({ group: { kind: 'private', keys }, plain: false });
}

function keysIn(text: string): GroupKeys | null {
  try {
    const keys = keysSchema.safeParse(JSON.parse(text));
    return keys.success ? keysOf(keys.data) : null;
  } catch {
    return null;
  }
}

/** Readable by the user only, and sealed where there is a keychain (GR6). */
export async function saveGroup(
  path: string,
  group: ProfileGroup,
  box: SecretBox,
): Promise<Result<SecretPlace, string>> {
  if (group.kind === 'open') return written(path, group, { kind: 'file', refusal: null });
  const sealed = await sealGroup(path, group, box);
  if (!sealed.ok || sealed.value.kind === 'keychain') return sealed;
  return written(path, { kind: 'private', keys: keysText(group.keys) }, sealed.value);
}

/** Writes only if there is a keychain and it takes the keys: until then the file stays as it is. */
export async function sealGroup(
  path: string,
  { keys }: PrivateGroup,
  box: SecretBox,
): Promise<Result<SecretPlace, string>> {
  const sealed = await box.seal(JSON.stringify(keysText(keys)));
  if (sealed === null) return ok({ kind: 'file', refusal: null });
  if (!sealed.ok) return ok({ kind: 'file', refusal: sealed.error });
  return written(path, { kind: 'private', kept: 'keychain', sealed: sealed.value }, { kind: 'keychain' });
}

async function written(
  path: string,
  content: z.infer<typeof plainSchema> | z.infer<typeof sealedSchema>,
  place: SecretPlace,
): Promise<Result<SecretPlace, string>> {
  try {
    await writeFileAtomic(path, `${JSON.stringify(content)}\n`);
    return ok(place);
  } catch (error) {
    return err(`${path} could not be written: ${describeSystemError(error)}.`);
  }
}

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
