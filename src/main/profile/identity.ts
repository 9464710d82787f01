import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { NodeId } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { checkFields, readJsonObject } from './json-file.ts';
import { describeSystemError } from './system-error.ts';

const identitySchema = z.object({
  id: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be 32 hex digits in lower case')
    // In a frame that is nobody (GR3).
    .regex(/[^0]/, 'must not be all zeros'),
});

/** The node's id, made at the first start (PD3). A malformed file is an error, never replaced. */
export async function loadIdentity(path: string): Promise<Result<NodeId, string>> {
  const fields = await readJsonObject(path);
  if (!fields.ok) return fields;
  if (fields.value === null) return createIdentity(path);
  const checked = checkFields(path, identitySchema, fields.value);
  return checked.ok ? ok(checked.value.id as NodeId) : checked;
}

async function createIdentity(path: string): Promise<Result<NodeId, string>> {
  const id = randomBytes(16).toString('hex') as NodeId;
  const saved = await saveIdentity(path, id);
  return saved.ok ? ok(id) : saved;
}

export async function saveIdentity(path: string, id: NodeId): Promise<Result<void, string>> {
  try {
    await writeFileAtomic(path, `${JSON.stringify({ id })}\n`);
    return ok(undefined);
  } catch (error) {
    return err(`${path} could not be written: ${describeSystemError(error)}.`);
  }
}
