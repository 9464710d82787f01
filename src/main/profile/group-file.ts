import { z } from 'zod';
import type { GroupSecret } from '../../core/group/invite-code.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { checkFields, readJsonObject } from './json-file.ts';
import { describeSystemError } from './system-error.ts';

/** The group that a profile belongs to: an open one, or a private one with its secret (GR7). */
export type ProfileGroup = { kind: 'open' } | { kind: 'private'; secret: GroupSecret };

const groupSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('private'), secret: z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hex digits') }),
]);

/** Null when the profile has not been given a group. A malformed file is an error, never replaced; what it holds is not told. */
export async function loadGroup(path: string): Promise<Result<ProfileGroup | null, string>> {
  const fields = await readJsonObject(path);
  if (!fields.ok) return fields;
  if (fields.value === null) return ok(null);
  const checked = checkFields(path, groupSchema, fields.value);
  if (!checked.ok) return checked;
  if (checked.value.kind === 'open') return ok({ kind: 'open' });
  const secret = Uint8Array.from(Buffer.from(checked.value.secret, 'hex')) as Uint8Array as GroupSecret;
  return ok({ kind: 'private', secret });
}

/** Readable by the user only (GR6). */
export async function saveGroup(path: string, group: ProfileGroup): Promise<Result<void, string>> {
  const said = group.kind === 'open' ? group : { kind: group.kind, secret: Buffer.from(group.secret).toString('hex') };
  try {
    await writeFileAtomic(path, `${JSON.stringify(said)}\n`);
    return ok(undefined);
  } catch (error) {
    return err(`${path} could not be written: ${describeSystemError(error)}.`);
  }
}
